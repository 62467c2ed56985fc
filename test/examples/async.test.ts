// The guide's programs on the event loop: the same source but for `async` and `await`, and the same output.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { CLOSED, example, exampleServer } from './support/example.js';
import { netcat } from './support/netcat.js';
import { Peer } from './support/peer.js';

afterAll(stopPrograms);

const examples = new URL('../../examples/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, examples), 'utf8');

/** What a program is without what makes it asynchronous; what follows is formatting, which line lengths decide. */
function plain(source: string): string {
  return source
    .replace(/^\/\/.*\n/, '') // says what it shows
    .replaceAll("'stdnet/async'", "'stdnet'")
    .replaceAll("'../guide/support/", "'./support/")
    .replaceAll(/(?<![\w)])\(await ((?:[^()]|\([^()]*\))*)\)/g, '$1')
    .replaceAll(/\b(?:async|await) /g, '')
    .replaceAll(/Promise<([^>]+(?:<[^>]+>)?)>/g, '$1')
    .replaceAll(/\s+/g, ' ');
}

/** Threads are what an event loop is instead of: of programs that have some, the part that serves is compared. */
const served: Record<string, [blocking: string, part: RegExp]> = {
  'echo-server.ts': ['echo-server.ts', /function handleClient.*?(?= function main)/],
  'line-echo-server.ts': ['line-echo-server.ts', /function handleClient.*?(?= function main)/],
  'kv-server.ts': ['kv-server-threads.ts', /function handle\b.*?(?= function main)/],
  'clone-for-reader-and-writer.ts': ['clone-for-reader-and-writer.ts', /for \(const msg of .*?\} /],
};
const other: ReadonlySet<string> = new Set(['buffered-io.ts', 'use-after-move.ts', 'kv-server-threads.ts']);

const programs = readdirSync(new URL('async/', examples)).filter((name) => name.endsWith('.ts'));

describe('every program of the guide', () => {
  it('is there, but for one about threads and one about non-blocking mode', () => {
    const guide = readdirSync(new URL('guide/', examples)).filter((name) => name.endsWith('.ts'));
    expect(guide.filter((name) => !other.has(name) && !programs.includes(name))).toEqual([]);
  });

  it.each(programs)('%s differs from the blocking one by async and await only', (name) => {
    const [blocking, part] = served[name] ?? [name, /.*/];
    const ours = part.exec(plain(read(`async/${name}`)))?.[0];
    const theirs = part.exec(
      plain(read(`guide/${blocking}`))
        .replaceAll('SharedMap', 'Map<string, string>')
        .replace(
          "import { println, sleep } from './support/println.js'",
          "import { println } from './support/println.js'; import { sleep } from './support/sleep.js'",
        ),
    )?.[0];
    expect(ours?.length).toBeGreaterThan(50);
    expect(ours).toBe(theirs);
  });
});

describe('the asynchronous programs', () => {
  it('echo, with each other', async () => {
    const { program, addr, port } = await exampleServer('async/echo-server.ts', 'Echo server listening on');
    expect(await example('async/echo-client.ts', addr).output()).toEqual([
      `Connected to ${addr}`,
      'Server replied: hello echo',
    ]);
    await program.line(/^Connection closed by /);
    const broken = await Peer.connect(port);
    await program.line(/^New connection from /);
    broken.socket.resetAndDestroy();
    await program.errorLine(/^client error: Connection reset by peer \(os error 104\)$/);
    expect(await example('async/nodelay.ts', addr).output()).toEqual([
      'nodelay at first: false',
      'nodelay now: true',
    ]);
    expect(await example('async/timeouts.ts', addr).output()).toEqual(['connected, timeouts set']);
    expect(await example('async/match-on-kind.ts', addr).output()).toEqual([`connected to ${addr}`]);
  });

  it.skipIf(!netcat.available)('serve nc', async () => {
    const { port } = await exampleServer('async/echo-server.ts', 'Echo server listening on');
    const nc = netcat.connect(port);
    nc.write('hello from nc\n');
    await nc.line(/^hello from nc$/);
  });

  it('echo lines, with the blocking ones too', async () => {
    const lines = ['server: HELLO', 'server: WORLD', 'server: bye'];
    const { program, addr } = await exampleServer('async/line-echo-server.ts', 'Line echo server on');
    expect(await example('guide/line-echo-client.ts', addr).output()).toEqual(lines);
    await program.line(/\] disconnected$/);
    const blocking = await exampleServer('guide/line-echo-server.ts', 'Line echo server on');
    expect(await example('async/line-echo-client.ts', blocking.addr).output()).toEqual(lines);
    const both = await example('async/clone-for-reader-and-writer.ts', addr).output();
    expect(both.filter((line) => line.startsWith('sent'))).toHaveLength(4);
    expect(both.filter((line) => line.startsWith('got'))).toEqual([
      'got ONE',
      'got TWO',
      'got THREE',
      'got bye',
    ]);
    expect(both.at(-1)).toBe('the server closed');
  });

  it('keep keys and values', async () => {
    const { port } = await exampleServer('async/kv-server.ts', 'kv store on');
    const [one, two] = [await Peer.connect(port), await Peer.connect(port)];
    expect(await one.ask('SET name Ada Lovelace')).toBe('OK');
    expect(await two.ask('GET name')).toBe('Ada Lovelace');
    expect(await two.ask('GET nothing')).toBe('(nil)');
    expect(await two.ask('SET name')).toBe('ERR usage: SET <key> <value>');
    expect(await two.ask('nonsense')).toBe('ERR unknown command');
    one.socket.write('QUIT\n');
    expect(await one.rest()).toBe('');
    two.socket.destroy();
  });

  it('count bytes', async () => {
    const { program, port } = await exampleServer('async/count-bytes.ts', 'counting server on');
    const peer = await Peer.connect(port);
    peer.socket.end(Buffer.alloc(100_000));
    expect((await program.output()).at(-1)).toBe('received 100000 bytes total');
  });

  it('speak UDP', async () => {
    const { program, addr } = await exampleServer('async/udp-echo-server.ts', 'UDP echo server on');
    expect(await example('async/udp-echo-client.ts', addr).output()).toEqual(['Echoed back: ping']);
    await program.line(/^Got 4 bytes from 127\.0\.0\.1:\d+$/);
    const time = await exampleServer('async/udp-time-server.ts', 'UDP time server on');
    expect(await example('async/udp-time-client.ts', time.addr).output()).toEqual([
      expect.stringMatching(/^server time = \d{10}$/),
    ]);
    expect(await example('async/udp-time.ts').output()).toEqual([
      expect.stringMatching(/^server time = \d{10}$/),
    ]);
  });

  it('meet the same errors', async () => {
    expect(await example('async/connection-refused.ts', CLOSED).output()).toEqual([
      'kind=ConnectionRefused -> Connection refused (os error 111)',
    ]);
    expect(await example('async/address-in-use.ts', '127.0.0.1:0').output()).toEqual([
      'kind=AddrInUse -> Address already in use (os error 98)',
    ]);
    expect((await example('async/read-timeout.ts').output()).at(-1)).toBe(
      'timed out: kind=WouldBlock -> Resource temporarily unavailable (os error 11)',
    );
    const read = await example('async/one-read-is-not-a-message.ts').output();
    expect(read.at(-1)).toBe('readLine:  "hello world"');
  });
});
