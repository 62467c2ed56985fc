// The server under test: native threads that share all connections, as many as there are cores.
import { availableParallelism } from 'node:os';
import { handlers, serve } from '../../index.js';
import { announce } from './child.js';

const handler = process.argv[2] === 'kv' ? handlers.kv() : handlers.echo();
const server = serve('127.0.0.1:0', handler, { threads: { pool: availableParallelism() } });
announce(server.localAddr().port);
