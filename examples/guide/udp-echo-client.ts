// The guide's UDP client.
import { UdpSocket } from 'stdnet';
import { println } from './support/println.js';

// Port 0 tells the OS to pick a free ephemeral port for us.
using socket = UdpSocket.bind('127.0.0.1:0');
socket.connect(process.argv[2] ?? '127.0.0.1:9000'); // opens no connection: sets the default peer

socket.send('ping');

const buf = Buffer.alloc(1500);
const n = socket.recv(buf);
println(`Echoed back: ${buf.toString('utf8', 0, n)}`);
