// Streams that a JavaScript handler does not keep up with: the JS thread receives them itself.
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { MODES } from '../../support/modes.js';
import { endPeers, nodePeer, type PeerTools } from '../../support/node-peer.js';
import { started, until } from './support.js';

afterEach(endPeers);

const SIZE = 6_000_000;
const CLIENTS = 4;

/** What client `i` of `streamThere` sends. */
function sentBy(i: number): Buffer {
  return Buffer.alloc(SIZE, Buffer.from(Array.from({ length: 9973 }, (_, at) => (at * 31 + i) % 251)));
}

/** Clients that send so much and end. Whether each got it all back. */
function streamThere({ net, ready, done }: PeerTools, port: number, size: number, clients: number): void {
  const all = Array.from({ length: clients }, async (_, i) => {
    const period = Buffer.from(Array.from({ length: 9973 }, (_, at) => (at * 31 + i) % 251));
    const sent = Buffer.alloc(size, period);
    const socket = net.connect(port, '127.0.0.1');
    socket.end(sent);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk);
    return Buffer.concat(received).equals(sent);
  });
  ready();
  Promise.all(all).then(done);
}

/** Long enough for more to come. */
function compute(): void {
  const end = performance.now() + 0.5;
  while (performance.now() < end);
}

describe.each(MODES)('streams that outrun a JavaScript handler, threads: %j', (threads) => {
  it('come back byte for byte, and nothing changes chunks that listeners keep', async () => {
    const received = vi.spyOn(native, 'connectionReceive');
    const kept = new Map<number, Buffer[]>();
    const server = started({ threads }, (connection) => {
      const chunks: Buffer[] = [];
      connection.on('data', (chunk) => {
        compute();
        chunks.push(chunk);
        if (!connection.write(chunk)) connection.pause();
      });
      connection.on('drain', () => connection.resume());
      connection.on('close', () => kept.set(chunks[0]![1]! - 31, chunks));
    });
    const peer = await nodePeer(streamThere, server.localAddr().port, SIZE, CLIENTS);
    expect(await peer.done()).toEqual(Array(CLIENTS).fill(true));
    await until(() => kept.size === CLIENTS);
    for (const [i, chunks] of kept) expect(Buffer.concat(chunks).equals(sentBy(i))).toBe(true);
    expect(received.mock.results.some(({ value }) => (value as number) > 0)).toBe(true);
    received.mockRestore();
    expect(server.stats()).toMatchObject({ bytesIn: SIZE * CLIENTS, bytesOut: SIZE * CLIENTS, errors: {} });
  });

  it('can be paused at any chunk, and pulled', async () => {
    const server = started({ threads }, async (connection) => {
      for await (const chunk of connection) {
        compute();
        connection.write(chunk);
      }
      connection.end();
    });
    const peer = await nodePeer(streamThere, server.localAddr().port, SIZE, CLIENTS);
    expect(await peer.done()).toEqual(Array(CLIENTS).fill(true));
  });

  it('leave the others their turn, and end when they are destroyed in the middle', async () => {
    const received = vi.spyOn(native, 'connectionReceive');
    const ends: string[] = [];
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => {
        if (chunk.length < 10) return connection.end(chunk);
        compute();
        if (received.mock.calls.length > 0 && connection.bytesRead > SIZE / 4) connection.destroy();
      });
      connection.on('close', () => ends.push(connection.bytesRead < 10 ? 'brief' : 'stream'));
    });
    const { port } = server.localAddr();
    const peer = await nodePeer(
      ({ net, ready, done }: PeerTools, port: number, size: number) => {
        const streams = Array.from({ length: 3 }, () => {
          const socket = net.connect(port, '127.0.0.1').on('error', () => {});
          const send = () => socket.write(Buffer.alloc(size), () => socket.writable && send());
          send();
          return new Promise((resolve) => socket.resume().once('close', resolve));
        });
        ready();
        Promise.all(streams).then(() => done());
      },
      port,
      SIZE,
    );
    const brief = net.connect(port, '127.0.0.1').setEncoding('utf8');
    brief.write('brief');
    let told = '';
    for await (const text of brief) told += text;
    expect(told).toBe('brief');
    await peer.done();
    await until(() => ends.length === 4);
    expect(ends.filter((end) => end === 'stream')).toHaveLength(3);
    received.mockRestore();
  });
});
