// `stdnet connect`, against servers of node:net, node:dgram and nc.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

const closing: Array<() => void> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await stopPrograms();
});

const connect = (...args: string[]): Program => start('../../dist/cli/main.js', ['connect', ...args]);

/** A server of node:net; returns where it listens. */
async function serving(handle: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    closing.push(() => socket.destroy());
    socket.on('error', () => {});
    handle(socket);
  });
  closing.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

async function udpServing(
  handle: (request: Buffer, answer: (reply: string) => void) => void,
): Promise<string> {
  const socket = dgram.createSocket('udp4');
  closing.push(() => socket.close());
  socket.on('message', (request, peer) =>
    handle(request, (reply) => socket.send(reply, peer.port, peer.address)),
  );
  await once(socket.bind(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

/** Greets, and then says everything back. */
function greeting(socket: net.Socket): void {
  socket.write('welcome\n');
  socket.pipe(socket);
}

/** A port at which nobody listens. */
async function nobody(): Promise<string> {
  const address = await serving(() => {});
  closing.pop()!();
  return address;
}

describe('stdnet connect', () => {
  test('stdin goes to the peer, what it answers to stdout, and the end of stdin is the end of our side', async () => {
    const program = connect(
      await serving((socket) => {
        let all = '';
        socket.on('data', (chunk) => {
          all += chunk;
        });
        socket.on('end', () => socket.end(`${all.length} bytes\nall of them\n`));
      }),
    );
    program.write('hello');
    program.endInput();
    expect(await program.output()).toEqual(['5 bytes', 'all of them']);
  });

  test('what has come is printed while stdin is open', async () => {
    const program = connect(await serving(greeting));
    await program.line(/^welcome$/);
    for (const word of ['one', 'two']) {
      program.write(`${word}\n`);
      await program.line(new RegExp(`^${word}$`));
    }
    program.endInput();
    expect(await program.output()).toEqual(['welcome', 'one', 'two']);
  });

  test('a server that closes first ends it, though stdin goes on', async () => {
    expect(await connect(await serving((socket) => socket.end('bye\n'))).output()).toEqual(['bye']);
  });

  test('a server that reads nothing and closes ends it, though much waits to be sent', async () => {
    const program = connect(await serving((socket) => socket.pause().end('bye\n')));
    program.write('x'.repeat(10_000_000));
    expect(await program.output()).toEqual(['bye']);
  });

  test('much goes both ways at once: neither side waits for the other to read', async () => {
    const all = randomBytes(30_000_000);
    const hash = createHash('sha256');
    const address = await serving((socket) => {
      socket.write(all, () => {
        // It reads only when all of that is gone.
        socket.on('data', (chunk) => hash.update(chunk));
        socket.on('end', () => socket.end());
      });
    });
    const sum = createHash('sha256').update(all).digest('hex');
    const shell = `set -o pipefail; ${process.execPath} dist/cli/main.js connect ${address} | sha256sum`;
    const program = new Program('bash', ['-c', shell]);
    program.write(all);
    program.endInput();
    expect(await program.output()).toEqual([`${sum}  -`]);
    expect(hash.digest('hex')).toBe(sum);
  });

  test('a reset is told, after what came before it', async () => {
    const program = connect(
      await serving((socket) => {
        socket.write('before\n');
        socket.once('data', () => socket.resetAndDestroy());
      }),
    );
    await program.line(/^before$/);
    program.write('x');
    const { code, stderr } = await program.end();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [
        expect.stringMatching(
          /^stdnet: 127\.0\.0\.1:\d+: Connection reset by peer \(os error 104\), ECONNRESET$/,
        ),
      ],
    });
  });

  test('nobody there', async () => {
    const address = await nobody();
    expect(await connect(address).end()).toMatchObject({
      code: 1,
      stderr: [`stdnet: cannot connect to '${address}': Connection refused (os error 111), ECONNREFUSED`],
    });
  });

  test.each([
    ['127.0.0.1', /^stdnet: cannot connect to '127.0.0.1': invalid socket address/],
    ['name.invalid:80', /^stdnet: cannot connect to 'name.invalid:80': failed to lookup/],
    ['127.0.0.1:70000', /^stdnet: cannot connect to '127.0.0.1:70000': invalid port value/],
  ])('%s is no address', async (address, message) => {
    expect(await connect(address).end()).toMatchObject({
      code: 1,
      stderr: [expect.stringMatching(message)],
    });
  });

  test('--timeout: a silence in both directions', async () => {
    const program = connect(await serving((socket) => socket.pipe(socket)), '--timeout', '1500');
    program.write('x\n');
    await program.line(/^x$/);
    expect(await program.end()).toMatchObject({
      code: 124,
      stderr: ['stdnet: nothing was sent or received for 1500 ms'],
    });
  });

  test('--timeout: no silence while the peer talks', async () => {
    const address = await serving((socket) => {
      const timer = setInterval(() => socket.write('.'), 20);
      socket.on('end', () => {
        clearInterval(timer);
        socket.end('\n');
      });
    });
    const program = connect(address, '--timeout', '10000');
    program.endInput();
    expect(await program.output()).toHaveLength(1);
  });

  test('--lines: a line is sent whole, the last one with its newline', async () => {
    const chunks: string[] = [];
    const address = await serving((socket) => {
      socket.setEncoding('latin1').on('data', (chunk) => {
        chunks.push(String(chunk));
        socket.write(`${chunks.length}\n`);
      });
      socket.on('end', () => socket.end());
    });
    const program = connect(address, '--lines');
    program.write('ha');
    program.write('lf\n');
    await program.line(/^1$/);
    program.write('last');
    program.endInput();
    expect(await program.output()).toEqual(['1', '2']);
    expect(chunks).toEqual(['half\n', 'last\n']);
  });

  test('who reads stdout leaves: it ends', async () => {
    const address = await serving((socket) => {
      const flood = () => {
        while (socket.write('y\n'.repeat(1000)));
      };
      socket.on('drain', flood);
      flood();
    });
    const program = connect(address);
    await program.line(/^y$/);
    program.closeOutput();
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it as it ends any program', async (signal) => {
    const program = connect(await serving((socket) => socket.write('ready\n')));
    await program.line(/^ready$/);
    program.signal(signal);
    expect(await program.end()).toMatchObject({ code: null, signal });
  });
});

/** Its stdin and stdout are a terminal's. */
const onTerminal = (address: string): Program =>
  new Program('script', ['-qefc', `${process.execPath} dist/cli/main.js connect ${address}`, '/dev/null']);

describe.skipIf(spawnSync('script', ['--version']).error !== undefined)('on a terminal', () => {
  test('lines go as they are typed; Ctrl-D is the end of our side', async () => {
    const program = onTerminal(await serving(greeting));
    await program.line(/^welcome\r$/);
    program.write('typed\n');
    await program.line(/^typed\r$/); // the terminal's echo
    await program.line(/^typed\r$/);
    program.write('\x04');
    expect((await program.end()).code).toBe(0);
  });

  test('the peer ends it, though nobody types', async () => {
    const program = onTerminal(await serving((socket) => socket.end('bye\n')));
    expect((await program.end()).stdout).toEqual(['bye\r']);
  });

  test('Ctrl-C ends it', async () => {
    const program = onTerminal(await serving((socket) => socket.write('welcome\n')));
    await program.line(/^welcome\r$/);
    program.write('\x03');
    expect((await program.end()).code).toBe(130);
  });
});

test.skipIf(spawnSync('nc', ['-h']).error !== undefined)('a server of nc', async () => {
  const server = new Program('nc', ['-lvn', '127.0.0.1', '0']);
  const [, port] = await server.errorLine(/^Listening on 127\.0\.0\.1 (\d+)$/);
  const client = connect(`127.0.0.1:${port}`);
  client.write('from stdnet\n');
  await server.line(/^from stdnet$/);
  server.write('from nc\n');
  await client.line(/^from nc$/);
  client.endInput();
  server.endInput();
  expect((await client.end()).code).toBe(0);
  expect((await server.end()).code).toBe(0);
});

describe('stdnet connect --udp', () => {
  test('--lines: each line is a datagram, each answer a line', async () => {
    const program = connect(
      '--udp',
      '--lines',
      await udpServing((request, answer) => answer(`<${request}>`)),
    );
    program.write('one\r\n\nlast');
    await program.line(/^<one>$/);
    await program.line(/^<>$/);
    program.endInput();
    expect(await program.output()).toEqual(['<one>', '<>', '<last>']);
  });

  test('what comes on stdin at once is a datagram, but for what is too long for one', async () => {
    const address = await udpServing((request, answer) => answer(`${request.length} ${request.at(-1)}\n`));
    const program = connect('--udp', address);
    program.write('hello\n');
    await program.line(/^6 10$/);
    program.write('x'.repeat(20_000));
    program.endInput();
    expect(await program.output()).toEqual(['6 10', '16384 120', '3616 120']);
  });

  test('no answer', async () => {
    const program = connect('--udp', await udpServing(() => {}), '--timeout', '100');
    program.write('hello');
    program.endInput();
    expect(await program.end()).toMatchObject({ code: 124, stderr: ['stdnet: no answer within 100 ms'] });
  });

  test('nobody there', async () => {
    const socket = dgram.createSocket('udp4');
    await once(socket.bind(0, '127.0.0.1'), 'listening');
    const address = `127.0.0.1:${socket.address().port}`;
    socket.close();
    await once(socket, 'close');
    const program = connect('--udp', address);
    program.write('hello');
    expect(await program.end()).toMatchObject({
      code: 1,
      stderr: [`stdnet: ${address}: Connection refused (os error 111), ECONNREFUSED`],
    });
  });
});
