import { expect } from 'vitest';
import { type InWorkersOptions, inWorkers, type ServeOptions, type TcpServer } from '../../../lib/index.js';
import { settled, socketCount } from '../../support/counts.mjs';
import { NodeClient, started, until } from './support.js';

const MODULE = new URL('../../support/worker-handler.mjs', import.meta.url);

/** A server whose handler does what the first line of a connection says: see worker-handler.mjs. */
export function inTwoWorkers(options?: ServeOptions, workers: InWorkersOptions = {}): TcpServer {
  return started(options, inWorkers(MODULE, { threads: 2, ...workers }));
}

const PARKED = new URL('../../support/parked-handler.mjs', import.meta.url);

/** So many Workers that hold connections, of which each does what its first line says: see parked-handler.mjs. */
export function parkedIn(threads: number, options?: ServeOptions, workers: InWorkersOptions = {}): TcpServer {
  return started(options, inWorkers(PARKED, { threads, ...workers }));
}

/** A client that has sent this. */
export async function saying(server: TcpServer, text: string): Promise<NodeClient> {
  const client = await NodeClient.connect(server);
  client.send(text);
  return client;
}

/** The answer to one line, up to the end. */
export async function answerOf(server: TcpServer, line: string): Promise<string> {
  const client = await NodeClient.connect(server);
  client.end(`${line}\n`);
  return client.receiveToEnd();
}

/** Four at a time, a hundred one after the other: each is answered, counted, and leaves no descriptor. */
export async function expectToServeShortVisits(server: TcpServer): Promise<void> {
  await answerOf(server, 'who');
  await until(() => server.stats().ended === 1);
  const before = socketCount();
  const visit = async () => {
    for (let i = 0; i < 100; i++) {
      const client = await saying(server, 'echo\n');
      client.end(String(i));
      expect(await client.receiveToEnd()).toBe(String(i));
    }
  };
  await Promise.all([visit(), visit(), visit(), visit()]);
  await until(() => server.stats().ended === 401);
  expect(server.stats()).toMatchObject({ accepted: 401, active: 0, errors: {} });
  expect(await settled(socketCount, before)).toBeLessThanOrEqual(before);
}
