// node bench/servers/native.mjs HANDLER OPTIONS [KEYS]: prints its port, says its counters on request, ends with its stdin.
import { createInterface } from 'node:readline';
import { handlers, KvStore, serve } from '../../dist/index.js';
import { sayDelay } from './delay.mjs';
import { filled } from './filled.mjs';

const [handler, options, keys = '0'] = process.argv.slice(2);
const made = handler === 'kv' ? handlers.kv(filled(new KvStore(), Number(keys))) : handlers[handler]();
const server = serve('127.0.0.1:0', made, JSON.parse(options));
console.log(server.localAddr().port);
createInterface(process.stdin)
  .on('line', () => sayDelay({ stats: server.stats() }))
  .on('close', () => process.exit());
