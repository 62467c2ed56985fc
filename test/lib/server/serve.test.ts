import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { handlers, serve, TcpListener } from '../../../lib/index.js';
import { expectIoError } from '../../support/argument_errors.js';
import { NodeClient, next, started, until } from './support.js';

describe.each(['127.0.0.1', '[::1]'])('a server on %s', (host) => {
  it('echoes every byte, to many clients at once', async () => {
    const server = started({}, handlers.echo(), `${host}:0`);
    const clients = await Promise.all(Array.from({ length: 20 }, () => NodeClient.connect(server)));
    const texts = clients.map((_, i) => `${i}`.repeat(1000 * i + 1));
    for (const [i, client] of clients.entries()) client.end(texts[i]);
    expect(await Promise.all(clients.map((client) => client.receiveToEnd()))).toEqual(texts);
  });

  it('goes on while JavaScript is busy', async () => {
    const server = started({}, handlers.echo(), `${host}:0`);
    const { address, port } = server.localAddr();
    const { execFileSync } = await import('node:child_process');
    const program = `const s = require('node:net').connect(${port}, '${address}', () => s.end('ping'));
      s.on('data', (data) => process.stdout.write(data));`;
    // This thread blocks until the client has been answered and has ended.
    const output = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 20_000 });
    expect(output).toBe('ping');
  });
});

describe('serve()', () => {
  it('throws as bind does where the port is taken', () => {
    using taken = TcpListener.bind('127.0.0.1:0');
    const { port } = taken.localAddr();
    const error = expectIoError(() => serve(taken.localAddr(), handlers.echo()), {
      kind: 'AddrInUse',
      code: 'EADDRINUSE',
      syscall: 'bind',
      address: '127.0.0.1',
      port,
      rawOsError: 98,
    });
    expect(error.message).toBe('Address already in use (os error 98)');
  });

  it('throws where a name has no address, and lives', () => {
    expectIoError(() => serve('name.invalid:0', handlers.echo()), {
      kind: 'Uncategorized',
      rawOsError: null,
    });
    expect(started().localAddr().port).toBeGreaterThan(0);
  });

  it('listens on the name localhost', async () => {
    const server = started({}, handlers.echo(), 'localhost:0');
    const client = await NodeClient.connect(server);
    client.end('hello');
    expect(await client.receiveToEnd()).toBe('hello');
  });

  it('keeps IPv4 out with ipv6Only', async () => {
    const server = started({ ipv6Only: true }, handlers.echo(), '[::]:0');
    const socket = net.connect({ host: '127.0.0.1', port: server.localAddr().port });
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('serves IPv4 on [::] without it, and names the addresses as the system does', async () => {
    const server = started({ ipv6Only: false }, handlers.echo(), '[::]:0');
    const { port } = server.localAddr();
    const connected = next(server, 'connection');
    const socket = net.connect({ host: '127.0.0.1', port });
    const [{ local, peer }] = (await connected) as [{ local: unknown; peer: unknown }];
    expect(String(local)).toBe(`[::ffff:127.0.0.1]:${port}`);
    expect(String(peer)).toBe(`[::ffff:127.0.0.1]:${socket.localPort}`);
    socket.destroy();
  });
});

describe('kv()', () => {
  it('speaks the protocol of the guide, requests that come together too', async () => {
    const server = started({}, handlers.kv());
    const client = await NodeClient.connect(server);
    client.send('SET a one two\nGET a\nGET b\nSET a\n\nget a\r\nGET a\r\nQUIT\nGET a\n');
    expect(await client.receiveToEnd()).toBe(
      'OK\none two\n(nil)\nERR usage: SET <key> <value>\nERR unknown command\nERR unknown command\none two\n',
    );
  });

  it('answers a last line without its newline', async () => {
    const client = await NodeClient.connect(started({}, handlers.kv()));
    client.end('GET a');
    expect(await client.receiveToEnd()).toBe('(nil)\n');
  });

  it('shares its store between the servers that are given the same one', async () => {
    const shared = handlers.kv();
    const writer = await NodeClient.connect(started({}, shared));
    writer.send('SET a 1\n');
    await writer.receive(3);
    const reader = await NodeClient.connect(started({}, shared));
    const other = await NodeClient.connect(started({}, handlers.kv()));
    for (const client of [reader, other]) client.end('GET a\n');
    expect(await reader.receiveToEnd()).toBe('1\n');
    expect(await other.receiveToEnd()).toBe('(nil)\n');
  });

  it('ends a connection whose bytes are no UTF-8', async () => {
    const server = started({}, handlers.kv());
    const disconnected = next<[{ error: unknown }]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.send(Buffer.from([0x47, 0x45, 0x54, 0x20, 0xff, 0x0a]));
    client.end();
    const [{ error }] = await disconnected;
    expect(error).toMatchObject({ kind: 'InvalidData', message: 'stream did not contain valid UTF-8' });
    await until(() => server.stats().errors.InvalidData === 1);
  });
});
