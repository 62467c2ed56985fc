import { type AddressInfo, createServer } from 'node:net';
import type { TcpWork } from '../workloads.js';
import { BACKLOG } from './child.js';
import { serveBurn } from './node_burn.js';
import { serveEcho } from './node_echo.js';
import { serveKv } from './node_kv.js';
import { serveLines } from './node_lines.js';

/**
 * node:net at its best: no delay, a read buffer that is used again, and one write for all that a read has brought.
 *
 * @internal
 */
export function listen(work: TcpWork | 'burn', onListening: (port: number) => void): void {
  const serveSocket = { echo: serveEcho, kv: serveKv(new Map()), lines: serveLines, burn: serveBurn }[work];
  const server = createServer({ noDelay: true, pauseOnConnect: true }, serveSocket);
  server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () =>
    onListening((server.address() as AddressInfo).port),
  );
}
