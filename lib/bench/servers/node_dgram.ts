// node:dgram at its best: an address that is one already is not looked up, and the buffer that came is the one that goes.
import { createSocket } from 'node:dgram';
import { announce } from './child.js';

const socket = createSocket({ type: 'udp4', lookup: (address, _options, done) => done(null, address, 4) });
socket.on('message', (message, { address, port }) => socket.send(message, port, address));
socket.bind(0, '127.0.0.1', () => announce(socket.address().port));
