// The server under test: one blocking native thread for each connection.
import { handlers, serve } from '../../index.js';
import type { TcpWork } from '../workloads.js';
import { announce } from './child.js';

const server = serve('127.0.0.1:0', handlers[process.argv[2] as TcpWork]());
announce(server.localAddr().port);
