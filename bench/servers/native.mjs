// node bench/servers/native.mjs HANDLER OPTIONS: prints its port, says its counters on request, ends with its stdin.
import { createInterface } from 'node:readline';
import { handlers, serve } from '../../dist/index.js';
import { sayDelay } from './delay.mjs';

const [handler, options] = process.argv.slice(2);
const server = serve('127.0.0.1:0', handlers[handler](), JSON.parse(options));
console.log(server.localAddr().port);
createInterface(process.stdin)
  .on('line', () => sayDelay({ stats: server.stats() }))
  .on('close', () => process.exit());
