import { afterEach, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { CLOSED, example, exampleServer } from './support/example.js';
import { listen } from './support/peer.js';

afterEach(stopPrograms);

describe('guide/one-read-is-not-a-message.ts', () => {
  it('cuts the message in two, and the fix does not', async () => {
    expect(await example('guide/one-read-is-not-a-message.ts').output()).toEqual([
      'one read:  "hello "',
      'next read: "world\\n"',
      'readLine:  "hello world"',
    ]);
  });
});

describe('guide/clone-for-reader-and-writer.ts', () => {
  it('reads in one thread what it writes in the other', async () => {
    const { addr } = await exampleServer('guide/line-echo-server.ts', 'Line echo server on');
    const lines = await example('guide/clone-for-reader-and-writer.ts', addr).output();
    expect(lines.filter((line) => line.startsWith('sent'))).toEqual([
      'sent one',
      'sent two',
      'sent three',
      'sent quit',
    ]);
    expect(lines.filter((line) => !line.startsWith('sent'))).toEqual([
      'got ONE',
      'got TWO',
      'got THREE',
      'got bye',
      'the server closed',
    ]);
  });

  it('writes without waiting for answers: node:net gets every line before it says anything', async () => {
    const server = await listen();
    const program = example('guide/clone-for-reader-and-writer.ts', server.addr);
    const peer = await server.accept();
    for (const line of ['one', 'two', 'three', 'quit']) expect(await peer.line()).toBe(line);
    peer.socket.end('only now\n');
    expect((await program.output()).slice(-2)).toEqual(['got only now', 'the server closed']);
    server.close();
  });
});

describe('guide/use-after-move.ts', () => {
  it('throws where the compiler of Rust refuses, and a clone is the way out', async () => {
    const lines = await example('guide/use-after-move.ts').output();
    expect(lines.toSorted()).toEqual([
      'after the move: ERR_USE_AFTER_MOVE',
      'in the thread: connected to 127.0.0.1',
      'the clone still works: true',
    ]);
  });
});

describe('guide/address-in-use.ts', () => {
  it('prints the kind and the number of Linux', async () => {
    expect(await example('guide/address-in-use.ts', '127.0.0.1:0').output()).toEqual([
      'kind=AddrInUse -> Address already in use (os error 98)',
    ]);
  });
});

describe('guide/connection-refused.ts', () => {
  it('prints the kind and the number of Linux', async () => {
    expect(await example('guide/connection-refused.ts', CLOSED).output()).toEqual([
      'kind=ConnectionRefused -> Connection refused (os error 111)',
    ]);
  });

  it('connects where somebody listens', async () => {
    const server = await listen();
    expect(await example('guide/connection-refused.ts', server.addr).output()).toEqual([
      `connected to ${server.addr}?!`,
    ]);
    server.close();
  });
});
