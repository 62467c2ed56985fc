// How much a JavaScript handler gets and sends, and how fast, against node:net.
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { MODES } from '../../support/modes.js';
import { endPeers, nodePeer, type PeerTools } from '../../support/node-peer.js';
import { acceptor, closed, receivedAtMost } from './connection_support.js';
import { NodeClient, started, until } from './support.js';

afterEach(endPeers);

/** 50 clients that ask 20 times each, and then say how they want to be left. All that each was told. */
function askMany({ net, ready, done }: PeerTools, port: number): void {
  const clients = Array.from({ length: 50 }, async (_, i) => {
    const socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
    socket.setNoDelay(true);
    let told = '';
    let asked = 1;
    socket.write('request;');
    for await (const text of socket) {
      told += text;
      if (told.length !== 8 * asked) continue;
      if (asked < 20) socket.write('request;');
      else socket.write(i % 2 === 0 ? 'at the end' : 'is gone');
      asked += 1;
    }
    return told;
  });
  ready();
  Promise.all(clients).then(done);
}

describe.each(MODES)('the bytes of a connection of a JavaScript handler, threads: %j', (threads) => {
  it('hands out chunks that nothing changes afterwards', async () => {
    const chunks: Buffer[] = [];
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => {
        chunks.push(chunk);
        connection.write(chunk);
      });
    });
    const client = await NodeClient.connect(server);
    let sent = '';
    for (let i = 0; i < 2_000; i++) {
      const text = String(i % 10).repeat(1 + ((i * 7919) % 200));
      client.send(text);
      sent += text;
      await client.receive(sent.length);
    }
    expect(Buffer.concat(chunks).toString()).toBe(sent);
  });

  it('carries streams byte for byte, both ways at once', async () => {
    const size = 20_000_000;
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => {
        if (!connection.write(chunk)) connection.pause();
      });
      connection.on('drain', () => connection.resume());
    });
    const { address, port } = server.localAddr();
    const socket = net.connect({ host: address, port });
    const sent = Buffer.alloc(size, Buffer.from(Array.from({ length: 9973 }, (_, i) => (i * 31) % 251)));
    socket.end(sent);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk);
    expect(Buffer.concat(received).equals(sent)).toBe(true);
  });

  it('stops receiving when it is paused, and when nobody listens', async () => {
    for (const pause of [true, false]) {
      const { server, accept } = acceptor(threads);
      const { client, connection } = await accept();
      if (pause) connection.on('data', () => {}).pause();
      client.send(Buffer.alloc(30_000_000));
      expect(await receivedAtMost(server)).toBeLessThan(2_000_000);
      connection.on('data', () => {}).resume();
      await until(() => connection.bytesRead === 30_000_000);
    }
  });

  it('tells a writer to wait, and when it may go on', async () => {
    const { accept } = acceptor(threads);
    const { client, connection } = await accept();
    client.pause();
    const block = Buffer.alloc(1 << 20, 'x');
    let blocks = 1;
    while (connection.write(block)) blocks += 1;
    expect(blocks).toBeLessThan(50);
    const drained = once(connection, 'drain');
    connection.write('last');
    client.resume();
    await drained;
    connection.end();
    const size = blocks * block.length + 4;
    expect((await client.receiveToEnd()).length).toBe(size);
    expect(connection.bytesWritten).toBe(size);
  });

  it('sends everything before its end, however slowly the peer reads', async () => {
    const { accept } = acceptor(threads);
    const { client, connection } = await accept();
    const over = closed(connection);
    client.pause();
    connection.end(Buffer.alloc(20_000_000, 'y'));
    client.end();
    client.resume();
    expect((await client.receiveToEnd()).length).toBe(20_000_000);
    await over;
  });

  it('has another thread send where handlers keep this one busy, and loses nothing', async () => {
    const handedOver = vi.spyOn(native, 'connectionSend');
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => {
        const until = performance.now() + 0.1;
        while (performance.now() < until);
        connection.write(chunk.subarray(0, 3));
        if (String(chunk) === 'at the end') connection.end(chunk.subarray(3));
        else connection.write(chunk.subarray(3));
        if (String(chunk) === 'is gone') connection.destroy();
      });
    });
    const peer = await nodePeer(askMany, server.localAddr().port);
    const replies = `${'request;'.repeat(20)}`;
    expect(await peer.done()).toEqual(
      Array.from({ length: 50 }, (_, i) => replies + (i % 2 === 0 ? 'at the end' : 'is gone')),
    );
    expect(handedOver).toHaveBeenCalled();
    handedOver.mockRestore();
  });

  it('serves many at once, each its own bytes', async () => {
    const server = started({ threads }, (connection) => {
      connection.on('data', (chunk) => connection.write(chunk));
    });
    const clients = await Promise.all(Array.from({ length: 100 }, () => NodeClient.connect(server)));
    for (let round = 0; round < 20; round++) {
      for (const [i, client] of clients.entries()) client.send(`${i}.${round};`);
    }
    await Promise.all(
      clients.map(async (client, i) => {
        const expected = Array.from({ length: 20 }, (_, round) => `${i}.${round};`).join('');
        client.end();
        expect(await client.receiveToEnd()).toBe(expected);
      }),
    );
    await until(() => server.stats().ended === 100);
  });
});
