// node bench/burner.mjs PORT: asks a server of bench/servers/javascript.mjs on 127.0.0.1 to compute, again and again, until it is killed.
import { connect } from 'node:net';

const socket = connect(Number(process.argv[2]), '127.0.0.1');
socket.on('data', () => socket.write('x'));
socket.write('x', () => console.log('sent'));
