// The server under test: node:net at its best, in one process.
import type { TcpWork } from '../workloads.js';
import { announce } from './child.js';
import { listen } from './node_server.js';

listen(process.argv[2] as TcpWork | 'burn', announce);
