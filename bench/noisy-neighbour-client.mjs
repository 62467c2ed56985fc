// Asks 127.0.0.1:PORT for keys that there are none of, again and again: noisy-neighbour.mjs runs it.
import { connect } from 'node:net';

const [port] = process.argv.slice(2).map(Number);
const request = '*2\r\n$4\r\nKEYS\r\n$8\r\nnothing*\r\n';
const socket = connect(port, '127.0.0.1');
socket.on('data', () => socket.write(request));
socket.write(request, () => console.log('sent'));
