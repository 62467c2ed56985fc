// The server under test: native threads that share all connections, as many as there are cores.
import { availableParallelism } from 'node:os';
import { serve } from '../../index.js';
import { announce } from './child.js';
import { handlerFor } from './handler_for.js';

const threads = { pool: availableParallelism() };
const server = serve('127.0.0.1:0', handlerFor(process.argv[2]!), { threads });
announce(server.localAddr().port);
