import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { type ExampleServer, example, exampleServer } from './support/example.js';
import { listen, Peer } from './support/peer.js';

afterAll(stopPrograms);

describe('crossing/to-worker.ts', () => {
  it('hands connections to its Workers in turn, and each closes what it was given', async () => {
    const { port } = await exampleServer('crossing/to-worker.ts', 'listening on');
    const threads: string[] = [];
    for (let i = 0; i < 4; i++) {
      const peer = await Peer.connect(port);
      const greeting = await peer.line();
      const match = /^hello 127\.0\.0\.1:(\d+), this is thread (\d+)$/.exec(greeting);
      expect([greeting, Number(match?.[1])]).toEqual([greeting, peer.localPort]);
      threads.push(match![2]!);
      expect(await peer.rest()).toBe(''); // closed, not only written to
      peer.socket.destroy();
    }
    expect(new Set(threads).size).toBe(2);
    expect(threads.slice(2)).toEqual(threads.slice(0, 2));
  });
});

describe('crossing/from-node-net.ts', () => {
  let server: ExampleServer;

  beforeAll(async () => {
    server = await exampleServer('crossing/from-node-net.ts', 'node:net listening on');
  });

  it('serves by blocking code what node:net accepted, bytes sent at once included', async () => {
    const { program, port } = server;
    const peer = await Peer.connect(port);
    peer.socket.write('sent before anybody reads\n');
    expect(await peer.line()).toBe('SENT BEFORE ANYBODY READS');
    // The thread is blocked between these: with a socket left non-blocking it would have ended by now.
    expect(await peer.ask('later')).toBe('LATER');
    peer.socket.end('last');
    expect(await peer.rest()).toBe('LAST\n');
    await program.line(/^connection closed$/);
  });

  it('serves the next while one is idle', async () => {
    const { port } = server;
    const idle = await Peer.connect(port);
    expect(await idle.ask('a')).toBe('A');
    const next = await Peer.connect(port);
    expect(await next.ask('b')).toBe('B');
    next.socket.destroy();
    expect(await idle.ask('c')).toBe('C');
    idle.socket.destroy();
  });
});

describe('crossing/to-node-net.ts', () => {
  it('goes on in the event loop with the connection that blocking code made', async () => {
    const server = await listen();
    const program = example('crossing/to-node-net.ts', server.addr);
    const peer = await server.accept();
    expect(await peer.line()).toBe('hello from a blocking call');
    peer.socket.write('first answer\n');
    expect(await peer.line()).toBe('hello from the event loop');
    peer.socket.write('second answer\n');
    expect(await peer.rest()).toBe('');
    peer.socket.end();
    expect(await program.output()).toEqual(['blocking: first answer', 'event loop: second answer', 'closed']);
    server.close();
  });
});
