// The server under test: a JavaScript module that holds all connections in one Worker.
import { inWorkers, serve } from '../../index.js';
import { announce } from './child.js';

const module = process.argv[2] === 'burn' ? './burn_in_worker.js' : './echo_in_worker.js';
const handler = inWorkers(new URL(module, import.meta.url), { threads: 1 });
announce(serve('127.0.0.1:0', handler).localAddr().port);
