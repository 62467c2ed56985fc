// The server under test: native threads that share all connections, as many as there are cores.
import { availableParallelism } from 'node:os';
import { handlers, serve } from '../../index.js';
import type { TcpWork } from '../workloads.js';
import { announce } from './child.js';

const threads = { pool: availableParallelism() };
const server = serve('127.0.0.1:0', handlers[process.argv[2] as TcpWork](), { threads });
announce(server.localAddr().port);
