// node:net at its best: no delay, and one write for all that a read has brought.
import { type AddressInfo, createServer } from 'node:net';
import { announce, BACKLOG } from './child.js';
import { serveEcho } from './node_echo.js';
import { serveKv } from './node_kv.js';

const serveSocket = process.argv[2] === 'kv' ? serveKv(new Map()) : serveEcho;
// With the default mark of 16 KiB every large write would look like one too many.
const server = createServer({ noDelay: true, highWaterMark: 2 ** 20 }, serveSocket);
server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () =>
  announce((server.address() as AddressInfo).port),
);
