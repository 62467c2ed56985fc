// The server under test: one native thread that takes datagrams, and a function in JavaScript that answers them.
import { serveUdp } from '../../index.js';
import { announce } from './child.js';

const server = serveUdp('127.0.0.1:0', (datagram, from, server) => server.sendTo(datagram, from));
announce(server.localAddr().port);
