// `stdnet serve`, as an operator runs it.
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

const clients: net.Socket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await stopPrograms();
});

const stdnet = (...args: string[]): Program => start('../../dist/cli/main.js', args);

async function serving(...args: string[]): Promise<{ program: Program; port: number }> {
  const program = stdnet('serve', ...args);
  const [, port] = await program.line(/: listening on .*:(\d+)$/);
  return { program, port: Number(port) };
}

/** A client that has connected. */
async function connected(port: number, host = '127.0.0.1'): Promise<net.Socket> {
  const client = net.connect({ port, host, allowHalfOpen: true });
  clients.push(client);
  client.on('error', () => {});
  await once(client, 'connect');
  return client;
}

/** Sends, ends, and takes everything that comes. */
async function asked(port: number, request: string): Promise<string> {
  const client = await connected(port);
  client.end(request);
  let replies = '';
  for await (const reply of client) replies += reply;
  return replies;
}

async function closed(client: net.Socket): Promise<void> {
  client.resume();
  await once(client, 'end');
}

describe('stdnet serve', () => {
  test.each([
    ['echo', 'hello', 'hello'],
    ['lines', 'hello\nquit\n', 'HELLO\nbye\n'],
    ['kv', 'SET a 1\nGET a\nQUIT\n', 'OK\n1\n'],
    ['count', 'hello', ''],
    ['discard', 'hello', ''],
  ])('%s serves, and says what it has served', async (handler, request, replies) => {
    const { program, port } = await serving(handler);
    expect(await asked(port, request)).toBe(replies);
    program.signal('SIGTERM');
    const lines = await program.output();
    expect(lines).toEqual([
      `${handler}: listening on 127.0.0.1:${port}`,
      expect.stringMatching(/^SIGTERM: draining, a second signal ends at once: accepted=1 /),
      `ended: accepted=1 active=0 peak=1 ended=1 threads=0 bytesIn=${request.length} bytesOut=${replies.length}`,
    ]);
  });

  test('kv takes no more than --max-bytes, and says so to the client', async () => {
    const { port } = await serving('kv', '--max-bytes', '200', '--max-value', '1000');
    const request = `SET a 1\nSET b ${'x'.repeat(200)}\nGET a\nGET b\n`;
    expect(await asked(port, request)).toBe('OK\nERR out of memory\n1\n(nil)\n');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: connections may finish; nobody else comes in',
    async (signal) => {
      const { program, port } = await serving('echo');
      const client = await connected(port);
      client.write('x');
      await once(client, 'data');
      program.signal(signal);
      await program.line(/^SIG\w+: draining, .* active=1 /);
      const [refused] = await once(net.connect({ port, host: '127.0.0.1' }), 'error');
      expect(refused.code).toBe('ECONNREFUSED');
      client.end('y');
      expect(String((await once(client, 'data'))[0])).toBe('y');
      expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
    },
  );

  test.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
  ] as const)('%s, then %s: ends at once', async (first, second) => {
    const { program, port } = await serving('echo', '--drain', '60000');
    await connected(port);
    program.signal(first);
    await program.line(/a second signal ends at once/);
    program.signal(second);
    expect(await program.end()).toMatchObject({ code: null, signal: second, stderr: [] });
  });

  test('--drain: a connection that does not finish is ended', async () => {
    const { program, port } = await serving('echo', '--drain', '50');
    const client = await connected(port);
    program.signal('SIGTERM');
    await closed(client);
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });

  test('--json --stats: lines that programs read', async () => {
    const program = stdnet('serve', 'echo', '--json', '--stats', '0.05');
    const [text] = await program.line(/.*"listening".*/);
    const { event, handler, local, port } = JSON.parse(text);
    expect({ event, handler, local }).toEqual({
      ...{ event: 'listening', handler: 'echo', local: `127.0.0.1:${port}` },
    });
    await asked(port, 'hello');
    const [line] = await program.line(/.*"ended":1.*/);
    expect(JSON.parse(line)).toMatchObject({
      event: 'stats',
      stats: { accepted: 1, active: 0, bytesIn: 5, dropped: { maxConnections: 0 }, errors: {} },
    });
    program.signal('SIGINT');
    const all = (await program.output()).map((each) => JSON.parse(each));
    const lines = all.filter((each) => each.event !== 'stats');
    expect(lines.at(-2)).toMatchObject({ event: 'draining', signal: 'SIGINT', stats: { active: 0 } });
    expect(lines.at(-1)).toMatchObject({ event: 'ended', stats: { accepted: 1, threads: 0 } });
  });

  test.each([
    ['udp-echo', 'TIME', /^TIME$/],
    ['udp-time', 'TIME', /^\d{10}$/],
  ])('%s answers datagrams', async (handler, request, reply) => {
    const { program, port } = await serving(handler, '--threads', '2');
    const socket = dgram.createSocket('udp4');
    socket.send(request, port, '127.0.0.1');
    const [answer] = await once(socket, 'message');
    expect(String(answer)).toMatch(reply);
    socket.close();
    program.signal('SIGTERM');
    expect((await program.output()).at(-1)).toMatch(/^ended: received=1 sent=1 bytesIn=4 /);
  });

  test('a reader of its lines that leaves is no reason to end', async () => {
    const program = stdnet('serve', 'echo', '--json', '--stats', '0.01');
    const [, port] = await program.line(/"listening".*"port":(\d+)/);
    program.closeOutput();
    const client = await connected(Number(port));
    const end = performance.now() + 200; // twenty of its lines
    while (performance.now() < end) {
      client.write('x');
      await once(client, 'data');
    }
    program.signal('SIGTERM');
    client.end();
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });
});

describe('the flags of a server', () => {
  test('--max-connections', async () => {
    const { port } = await serving('echo', '--max-connections', '1');
    const first = await connected(port);
    first.write('x');
    await once(first, 'data');
    await closed(await connected(port));
  });

  test('--idle-timeout', async () => {
    const { port } = await serving('echo', '--idle-timeout', '50');
    await closed(await connected(port));
  });

  test('--line-timeout', async () => {
    const { port } = await serving('lines', '--line-timeout', '50');
    const client = await connected(port);
    client.write('half');
    await closed(client);
  });

  test('--pool', async () => {
    const { program, port } = await serving('echo', '--pool', '2', '--stats', '0.05');
    const all = await Promise.all(Array.from({ length: 10 }, () => connected(port)));
    for (const client of all) client.write('x');
    await Promise.all(all.map((client) => once(client, 'data')));
    await program.errorLine(/^stats: .* active=10 .* threads=3 /);
  });

  test('--write-timeout', async () => {
    const { program, port } = await serving('echo', '--write-timeout', '100', '--stats', '0.05');
    const client = await connected(port);
    client.pause().write(Buffer.alloc(64 * 1024 * 1024));
    await program.errorLine(/^stats: .* errors\.TimedOut=1/);
  });

  test('--max-line and --max-value', async () => {
    const { port } = await serving('kv', '--max-line', '20', '--max-value', '3');
    expect(await asked(port, 'SET a 123\nSET a 1234\n')).toBe('OK\nERR line too long\n');
    expect(await asked(port, `GET ${'a'.repeat(20)}\n`)).toBe('ERR line too long\n');
  });

  test('--port and --reuse-port: two processes share a port', async () => {
    const { port } = await serving('echo', '--reuse-port');
    const other = await serving('echo', '--reuse-port', '--port', String(port));
    expect(other.port).toBe(port);
    expect(await asked(port, 'hello')).toBe('hello');
  });

  test('--ipv6-only and --no-ipv6-only, and the warning that others can come', async () => {
    const { program, port } = await serving('echo', '--host', '::', '--ipv6-only');
    await program.errorLine(/^warning: other machines can reach \[::\]:\d+/);
    const [error] = await once(net.connect({ port, host: '127.0.0.1' }), 'error');
    expect(error.code).toBe('ECONNREFUSED');
    const dual = await serving('echo', '--host', '::', '--no-ipv6-only');
    expect(await asked(dual.port, 'hello')).toBe('hello');
  });
});

describe('what goes wrong is told in one line', () => {
  test('a port that is taken', async () => {
    const { port } = await serving('echo');
    const { code, stderr, stdout } = await stdnet('serve', 'echo', '--port', String(port)).end();
    expect({ code, stderr, stdout }).toEqual({
      code: 1,
      stderr: [
        `stdnet: cannot listen on '127.0.0.1', port ${port}: Address already in use (os error 98), EADDRINUSE`,
      ],
      stdout: [],
    });
  });

  test.each([
    [
      ['serve', 'echo', '--host', 'name.invalid'],
      /^stdnet: cannot listen on 'name.invalid', port 0: failed to lookup/,
    ],
    [['serve', 'echo', '--port', 'x'], /^error: option '--port <n>' argument 'x' is invalid/],
    [['serve', 'echo', '--max-value', '1'], /^error: unknown option '--max-value'/],
    [['serve', 'nothing'], /^error: unknown command 'nothing'/],
    [['serve', 'echo', 'more'], /^error: too many arguments/],
    [['bench', '--rounds', '0'], /^error: option '--rounds <n>' argument '0' is invalid/],
  ])('%j', async (args, message) => {
    const { code, stderr, stdout } = await stdnet(...args).end();
    expect({ code, stderr: stderr.filter((line) => line !== ''), stdout }).toEqual({
      code: 1,
      stderr: [expect.stringMatching(message)],
      stdout: [],
    });
  });
});

test('--version is that of the package, --help tells what there is', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  expect(await stdnet('--version').output()).toEqual([manifest.version]);
  expect((await stdnet('--help').output()).join('\n')).toMatch(/^ {2}serve +.*^ {2}bench /ms);
  expect((await stdnet('serve', '--help').output()).join('\n')).toMatch(
    /^ {2}echo .*^ {2}lines .*^ {2}kv .*^ {2}count .*^ {2}discard .*^ {2}udp-echo .*^ {2}udp-time /ms,
  );
});

test.each([
  [['conect'], 'connect'],
  [['serve', 'ecko'], 'echo'],
  [['serve', 'echo', '--prt', '1'], '--port'],
])('%j: it suggests %s', async (args, meant) => {
  expect((await stdnet(...args).end()).stderr).toContain(`(Did you mean ${meant}?)`);
});

test('nothing is in colours, whatever the terminal can show', async () => {
  for (const args of [['--help'], ['doctor'], ['serve', 'nothing']]) {
    const env = { FORCE_COLOR: '1', TERM: 'xterm-256color' };
    const { stdout, stderr } = await start('../../dist/cli/main.js', args, { env }).end();
    expect([...stdout, ...stderr].join('')).not.toContain('\x1b');
  }
});

test.each([['--help'], ['serve', '--help'], ['connect', '--help'], ['doctor', '--help']])(
  '%s %s: with examples',
  async (...args) => {
    expect((await stdnet(...args).output()).join('\n')).toMatch(/^Examples:\n {2}\$ (?:\w.*)?stdnet /m);
  },
);
