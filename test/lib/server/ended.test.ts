// What is left of a server that has ended, while somebody still refers to it.
import { describe, expect, it } from 'vitest';
import { type ServeOptions, serveUdp, type TcpServer, type UdpServer } from '../../../lib/index.js';
import { descriptorCounts, settled, threadCount } from '../../support/counts.mjs';
import { MODES } from '../../support/modes.js';
import { started } from './support.js';
import { startedUdp } from './udp_support.js';
import { inTwoWorkers, parkedIn } from './workers_support.js';

type Start = () => TcpServer | UdpServer;

const withFunction = (options: ServeOptions) => started(options, (connection) => connection.destroy());

const KINDS: [string, Start][] = [
  ...MODES.flatMap((threads): [string, Start][] => [
    [`native, threads: ${JSON.stringify(threads)}`, () => started({ threads })],
    [`a function, threads: ${JSON.stringify(threads)}`, () => withFunction({ threads })],
  ]),
  ['Workers that serve one connection at a time', () => inTwoWorkers()],
  ['Workers that hold many', () => parkedIn(2)],
  ['UDP, native', () => startedUdp()],
  ['UDP, a function', () => serveUdp('127.0.0.1:0', () => {})],
];

/** All but files, which other threads of the runtime open and close as they like. */
const descriptors = () => Object.values(descriptorCounts()).reduce((sum, count) => sum + count, 0);

describe.each(KINDS)('a server that has ended: %s', (_kind, start) => {
  async function ended() {
    const server = start();
    await server.shutdown();
    return server;
  }

  it('has no descriptor and no thread, however long it is held', async () => {
    const held = [await ended()]; // what is there once for all servers is there now
    const [before, threads] = [descriptors(), threadCount()];
    for (let i = 0; i < 3; i++) held.push(await ended());
    expect(await settled(descriptors, before)).toBeLessThanOrEqual(before);
    expect(await settled(threadCount, threads)).toBeLessThanOrEqual(threads);
    expect(held.length).toBe(4);
  });

  it('can be asked, and told to end again', async () => {
    const server = await ended();
    const last = server.stats();
    server.close();
    await server.shutdown();
    server.ref().unref();
    expect(server.stats()).toEqual(last);
    expect(last).toMatchObject({ bytesIn: 0, errors: {} });
  });
});
