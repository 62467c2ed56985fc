// node:net at its best: no delay, a read buffer that is used again, and one write for all that a read has brought.
import { type AddressInfo, createServer } from 'node:net';
import type { TcpWork } from '../workloads.js';
import { announce, BACKLOG } from './child.js';
import { serveEcho } from './node_echo.js';
import { serveKv } from './node_kv.js';
import { serveLines } from './node_lines.js';

const serveSocket = { echo: serveEcho, kv: serveKv(new Map()), lines: serveLines }[
  process.argv[2] as TcpWork
];
const server = createServer({ noDelay: true, pauseOnConnect: true }, serveSocket);
server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () =>
  announce((server.address() as AddressInfo).port),
);
