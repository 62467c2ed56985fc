// node bench/servers/node.mjs HANDLER [KEYS]: node:net, with the same manners as native.mjs.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { answer } from '../../dist/bench/servers/node_kv.js';
import { sayDelay } from './delay.mjs';
import { filled } from './filled.mjs';

const STAR = 42;
const [name, keys = '0'] = process.argv.slice(2);

const handlers = {
  echo: () => (socket) => socket.on('data', (chunk) => socket.write(chunk)),
  /** The guide's lines, one a chunk; and for RESP2, of which only `KEYS nothing*` is asked, a look at every key. */
  kv() {
    const store = filled(new Map(), Number(keys));
    return (socket) =>
      socket.on('data', (chunk) => {
        if (chunk[0] !== STAR) return socket.write(answer(store, chunk.toString().trimEnd()));
        const found = [...store.keys()].filter((key) => /^nothing.*$/.test(key));
        socket.write(`*${found.length}\r\n`);
      });
  },
};

const serve = handlers[name]();
const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('end', () => socket.end()).on('error', () => socket.destroy());
  serve(socket);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 2 ** 31 - 1 }, () => console.log(server.address().port));
createInterface(process.stdin)
  .on('line', () => sayDelay({}))
  .on('close', () => process.exit());
