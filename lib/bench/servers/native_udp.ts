// The server under test: one native thread that takes and answers datagrams, or as many as there are cores.
import { availableParallelism } from 'node:os';
import { handlers, serveUdp } from '../../index.js';
import { announce } from './child.js';

const threads = process.argv[3] === 'cores' ? availableParallelism() : 1;
const server = serveUdp('127.0.0.1:0', handlers.udpEcho(), { threads });
announce(server.localAddr().port);
