// The guide's UDP client.
import { UdpSocket } from 'stdnet/async';
import { println } from '../guide/support/println.js';

// Port 0 tells the OS to pick a free ephemeral port for us.
using socket = await UdpSocket.bind('127.0.0.1:0');
await socket.connect(process.argv[2] ?? '127.0.0.1:9000'); // opens no connection: sets the default peer

await socket.send('ping');

const buf = Buffer.alloc(1500);
const n = await socket.recv(buf);
println(`Echoed back: ${buf.toString('utf8', 0, n)}`);
