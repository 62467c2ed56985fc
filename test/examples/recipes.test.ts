// The services of examples/recipes/, against node:net, node:http and node:dgram.
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { example, exampleServer, freezable, frozen } from './support/example.js';
import { listen, Peer } from './support/peer.js';

afterAll(stopPrograms);

/** Asks until the answer is as wanted: what it tells of happens on another thread. */
async function askUntil(peer: Peer, question: string, wanted: string): Promise<void> {
  while ((await peer.ask(question)) !== wanted) await sleep(5);
}

describe('recipes/metrics-port.ts', () => {
  it('counts, and tells, while the application hangs', async () => {
    const program = freezable('recipes/metrics-port.ts', '127.0.0.1:0', '127.0.0.1:0');
    const [, udp, tcp] = await program.line(
      /^metrics on 127\.0\.0\.1:(\d+), to be read on 127\.0\.0\.1:(\d+)$/,
    );
    const client = createSocket('udp4');
    const send = (text: string) => client.send(text, Number(udp), '127.0.0.1');
    const reader = await Peer.connect(Number(tcp));
    send('orders:1|c'); // it waits in the socket for the Worker to begin
    await askUntil(reader, 'GET orders', '1');

    await frozen(program, async () => {
      for (let i = 0; i < 100; i++) send('orders:1|c\nqueue:17|g\n');
      await askUntil(reader, 'GET orders', '101');
      expect(await reader.ask('GET queue')).toBe('17');
    });

    for (const text of [
      'orders:-0.5|c',
      'orders:1|x',
      ':1|c',
      'orders',
      '',
      `${'n'.repeat(129)}:1|c`,
      'end:1|c',
    ])
      send(text);
    await askUntil(reader, 'GET end', '1');
    expect([await reader.ask('GET orders'), await reader.ask('GET malformed')]).toEqual(['100.5', '5']);
    client.close();
    reader.socket.destroy();
    program.signal('SIGTERM');
    expect((await program.output()).at(-1)).toBe('4 metrics');
  });
});

describe('recipes/debug-console.ts', () => {
  it('answers while the service hangs, and sets what the service does afterwards', async () => {
    const program = freezable('recipes/debug-console.ts', '127.0.0.1:0', '0');
    const port = Number((await program.line(/^debug console on 127\.0\.0\.1:(\d+)$/))[1]);
    const http = Number((await program.line(/^service on 127\.0\.0\.1:(\d+)$/))[1]);
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${http}${path}`)).text();
    const peer = await Peer.connect(port);
    expect(await peer.ask('help')).toBe('status | get NAME | set NAME VALUE | quit');
    expect(await peer.ask('status')).toMatch(/^idle, last turn \d+ ms ago$/);

    let waiting: Promise<string> | undefined;
    await frozen(program, async () => {
      waiting = get('/while-frozen');
      const silent = async () => Number(/last turn (\d+) ms ago$/.exec(await peer.ask('status'))?.[1]);
      while (!((await silent()) > 250)) await sleep(5); // two turns are missing
      expect(await peer.ask('set log debug')).toBe('ok');
      expect(await peer.ask('get log')).toBe('debug');
    });

    expect(await waiting).toBe('done\n');
    await program.line(/^GET \/while-frozen$/);
    peer.socket.write('quit\n');
    expect(await peer.rest()).toBe('');
    const tooMuch = await Peer.connect(port);
    tooMuch.socket.write('x'.repeat(2_000));
    await expect(tooMuch.rest()).resolves.toBe('');
    program.signal('SIGTERM');
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });
});

describe('recipes/fuzzy-search.ts', () => {
  it('answers in Workers, whatever the main thread does, and ends who asks for too much', async () => {
    const program = freezable('recipes/fuzzy-search.ts', '127.0.0.1:0');
    const port = Number((await program.line(/^fuzzy search on 127\.0\.0\.1:(\d+)$/))[1]);
    const peers = await Promise.all(Array.from({ length: 5 }, () => Peer.connect(port)));
    await frozen(program, async () => {
      const answers = peers.map((peer, i) =>
        peer.ask(['htttp', 'path', 'strem', 'croypto', 'workerthreads'][i]!),
      );
      expect(await Promise.all(answers)).toEqual(['http', 'path', 'stream', 'crypto', 'worker_threads']);
    });

    const [first, second, third] = peers as [Peer, Peer, Peer];
    first.socket.write('ur');
    first.socket.write('i\r\nzlip\nd');
    first.socket.end('ms\nlost'); // the end comes with half a request
    expect(await first.rest()).toBe('url\nzlib\ndns\n');
    second.socket.write(`${'x'.repeat(201)}\n`);
    await program.errorLine(/^127\.0\.0\.1:\d+: Error: request too long$/);
    expect(await third.ask('still there')).not.toBe('');
    for (const peer of peers) peer.socket.destroy();
    program.signal('SIGTERM');
    expect(await program.end()).toMatchObject({ code: 0 });
  });
});

describe('recipes/graceful-shutdown.ts', () => {
  it('lets go who is idle, answers who has asked, and accepts nobody', async () => {
    const backend = await listen();
    const { program, port } = await exampleServer('recipes/graceful-shutdown.ts', 'gateway on', backend.addr);
    const [idle, busy] = [await Peer.connect(port), await Peer.connect(port)];
    idle.socket.write('first\n');
    const before = await backend.accept();
    expect(await before.line()).toBe('first');
    before.socket.end('answer to first\n');
    expect(await idle.line()).toBe('answer to first');

    busy.socket.write('last\n');
    const asked = await backend.accept();
    expect(await asked.line()).toBe('last');
    backend.close();
    idle.socket.write('nobody there?\n');
    expect(await idle.line()).toBe('ERR Connection refused (os error 111)');

    const tooMuch = await Peer.connect(port);
    tooMuch.socket.write('x'.repeat(9_000));
    expect(await tooMuch.rest()).toBe('');

    program.signal('SIGTERM');
    expect(await idle.rest()).toBe(''); // while the other one waits
    await expect(Peer.connect(port)).rejects.toThrow('ECONNREFUSED');
    idle.socket.end('too late\n');
    asked.socket.end('answer to last\n');
    expect(await busy.line()).toBe('answer to last');
    expect(await busy.rest()).toBe('');
    busy.socket.end();
    expect((await program.output()).at(-1)).toBe('0 cut off');
  });

  it('cuts off at a second signal, and says so', async () => {
    const backend = await listen();
    const { program, port } = await exampleServer('recipes/graceful-shutdown.ts', 'gateway on', backend.addr);
    const [idle, busy] = [await Peer.connect(port), await Peer.connect(port)];
    busy.socket.write('never answered\n');
    expect(await (await backend.accept()).line()).toBe('never answered');
    program.signal('SIGTERM');
    expect(await idle.rest()).toBe(''); // the first signal is heard
    program.signal('SIGTERM');
    expect(await program.end()).toMatchObject({ code: 1, stderr: [] });
    await program.line(/^1 cut off$/);
    for (const peer of [idle, busy]) peer.socket.destroy();
    backend.close();
  });
});

describe('recipes/chat-server.ts and recipes/chat-client.ts', () => {
  it('carry what is said, in order, and nothing that plays with a terminal', async () => {
    const { program, addr, port } = await exampleServer('recipes/chat-server.ts', 'Chat room on');
    const ann = await Peer.connect(port);
    expect(await ann.ask('Ann')).toBe('* your name?');
    const bob = example('recipes/chat-client.ts', addr, 'Bob');
    expect(await ann.line()).toBe('* Bob has come');
    bob.write('hello\nwho is there?\n');
    expect([await ann.line(), await ann.line()]).toEqual(['Bob: hello', 'Bob: who is there?']);
    ann.socket.write('\x1b[31mme\r\n');
    await bob.line(/^Ann: \[31mme$/);
    bob.endInput();
    expect(await ann.line()).toBe('* Bob has left');
    expect((await bob.output()).at(-1)).toBe('* the end');

    const slow = await Peer.connect(port);
    expect(await slow.ask('Slow')).toBe('* your name?');
    slow.socket.pause();
    expect(await ann.line()).toBe('* Slow has come');
    let left = false;
    const next = ann.line().finally(() => {
      left = true;
    });
    const much = `${'x'.repeat(900)}\n`.repeat(500);
    while (!left) await new Promise((sent) => ann.socket.write(much, sent));
    expect(await next).toBe('* Slow has left');
    await program.errorLine(/^Slow does not read$/);

    const last = await Peer.connect(port);
    expect(await last.ask('Last')).toBe('* your name?');
    expect(await ann.line()).toBe('* Last has come');
    program.signal('SIGTERM');
    for (const peer of [ann, last]) {
      expect((await peer.rest()).split('\n').at(-2)).toBe('* the room closes');
      peer.socket.destroy();
    }
    slow.socket.destroy();
    expect(await program.end()).toMatchObject({ code: 0 });
  });

  it('the client tells that the room has closed, while its terminal is open', async () => {
    const room = await listen();
    const client = example('recipes/chat-client.ts', room.addr, 'Eve');
    const peer = await room.accept();
    expect(await peer.line()).toBe('Eve');
    peer.socket.end('welcome\n');
    expect(await client.output()).toEqual(['welcome', '* the end']);
    room.close();
  });
});
