import type { Connection, TcpHandler, TcpServer } from '../../../lib/index.js';
import type { MODES } from '../../support/modes.js';
import { DEADLINE_MS, NodeClient, started, until } from './support.js';

/** The next connection of a server whose handler does nothing by itself. */
export function acceptor(threads: (typeof MODES)[number], options = {}) {
  const connections: Connection[] = [];
  const handler: TcpHandler = (connection) => {
    connections.push(connection);
  };
  const server = started({ threads, ...options }, handler);
  const accept = async () => {
    const client = await NodeClient.connect(server);
    await until(() => connections.length > 0);
    return { client, connection: connections.shift()! };
  };
  return { server, accept };
}

/** To be called before it can be. */
export function closed(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('not closed')), DEADLINE_MS);
    connection.once('close', () => {
      clearTimeout(late);
      resolve();
    });
  });
}

/** Bytes that the server has received when it receives no more. */
export async function receivedAtMost(server: TcpServer): Promise<number> {
  let before = -1;
  let looks = 0;
  await until(() => {
    const now = server.stats().bytesIn;
    looks = now === before ? looks + 1 : 0;
    before = now;
    return looks === 50;
  });
  return before;
}
