import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DisconnectInfo, ErrorKind, ServerStats } from '../../../lib/index.js';
import { MODES } from '../../support/modes.js';
import { endPeers, nodePeer, type PeerTools } from '../../support/node-peer.js';
import { started, until } from './support.js';

afterEach(endPeers);

const CLIENTS = 200;
const VISITS = 5;

/**
 * Clients, each of which connects, is answered and leaves, some times in a row; every fourth leaves by a reset. A refused
 * one is tried no more. Says how many connections were served.
 */
function churn({ net, ready, done }: PeerTools, port: number, clients: number, visits: number): void {
  let served = 0;
  let going = clients;
  const visit = (client: number, left: number): void => {
    if (left === 0) {
      if (--going === 0) done(served);
      return;
    }
    const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write('hello'));
    let answered = false;
    socket.on('data', () => {
      answered = true;
      if (client % 4 === 0) socket.resetAndDestroy();
      else socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (answered) served++;
      visit(client, answered ? left - 1 : 0);
    });
  };
  ready();
  for (let client = 0; client < clients; client++) visit(client, visits);
}

function expectSum({ accepted, active, ended, peak, threads }: ServerStats): void {
  expect(active + ended).toBe(accepted);
  expect(peak).toBeGreaterThanOrEqual(active);
  expect(threads).toBeGreaterThan(0);
}

describe.each(MODES)('stats(), threads: %j', (threads) => {
  it('add up at every moment, while clients come and go', async () => {
    const server = started({ threads, maxConnections: CLIENTS / 4 });
    const ends: DisconnectInfo[] = [];
    let refused = 0;
    server.on('disconnect', (info) => ends.push(info)).on('drop', () => refused++);

    const peer = await nodePeer(churn, server.localAddr().port, CLIENTS, VISITS);
    let served: number | undefined;
    const counted = peer.done().then((count) => {
      served = count as number;
    });
    let busy = 0;
    while (served === undefined) {
      const stats = server.stats();
      expectSum(stats);
      if (stats.active > 0) busy++;
      await turn();
    }
    await counted;
    await until(() => ends.length === served);

    expect(busy).toBeGreaterThan(10);
    const { accepted, active, peak, dropped, bytesIn, bytesOut, errors } = server.stats();
    expect({ accepted, active }).toEqual({ accepted: served, active: 0 });
    await until(() => refused === dropped.maxConnections);
    expect(dropped).toEqual({ maxConnections: refused, noThread: 0, noDescriptor: 0 });
    expect(peak).toBeLessThanOrEqual(CLIENTS / 4);
    expect({ bytesIn, bytesOut }).toEqual({ bytesIn: 5 * served!, bytesOut: 5 * served! });
    expect(errors).toEqual(byKind(ends));
    expect(errors.ConnectionReset).toBeGreaterThan(0);
  });
});

function byKind(ends: readonly DisconnectInfo[]): Partial<Record<ErrorKind, number>> {
  const counts: Partial<Record<ErrorKind, number>> = {};
  for (const { error } of ends) if (error) counts[error.kind] = (counts[error.kind] ?? 0) + 1;
  return counts;
}
