// The server under test: JavaScript that blocks, a Worker for each of at most so many connections.
import { inWorkers, serve } from '../../index.js';
import { announce } from './child.js';

const CONNECTIONS = 16;
const handler = inWorkers(new URL('./burn_in_own_worker.js', import.meta.url), { threads: CONNECTIONS });
announce(serve('127.0.0.1:0', handler).localAddr().port);
