// What native servers are held against must itself be right: bytes, back-pressure, and the guide's protocol.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serveEcho } from '../../../lib/bench/servers/node_echo.js';
import { serveKv } from '../../../lib/bench/servers/node_kv.js';
import { serveLines } from '../../../lib/bench/servers/node_lines.js';
import { handlers, serve } from '../../../lib/index.js';

const open: Array<{ server: Server; client: Socket }> = [];
afterEach(() => {
  for (const { server, client } of open.splice(0)) {
    client.destroy();
    server.close().unref();
  }
});

async function client(serve: (socket: Socket) => void): Promise<Socket> {
  const server = createServer({ noDelay: true, pauseOnConnect: true }, serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push({ server, client });
  await once(client, 'connect');
  return client;
}

/** All that comes until the other side ends; ours has ended with the last part. */
async function talk(socket: Socket, ...parts: Array<string | Buffer>): Promise<Buffer> {
  for (const part of parts) {
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 2)); // in a segment of its own, most likely
  }
  socket.end();
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('the echo server', () => {
  it('gives back what it got, to the end', async () => {
    expect((await talk(await client(serveEcho), 'one', 'two')).toString()).toBe('onetwo');
  });

  it('keeps every byte for a peer that reads late', async () => {
    const sent = Buffer.alloc(16 * 2 ** 20);
    for (let i = 0; i < sent.length; i += 4) sent.writeUInt32LE(i, i);
    const socket = await client(serveEcho);
    socket.pause();
    socket.end(sent);
    // Nothing moves any more: every buffer on the way is full.
    for (let last = -1; last !== socket.bytesWritten - socket.writableLength; ) {
      last = socket.bytesWritten - socket.writableLength;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(sent)).toBe(true);
  });
});

describe('the key-value server', () => {
  const kv = async (...parts: Array<string | Buffer>) =>
    (await talk(await client(serveKv(new Map())), ...parts)).toString();

  it('speaks the protocol of the guide', async () => {
    const said = 'SET a b c\nGET a\nGET a b\nGET none\nGET\nSET\nSET a\nget a\n\nSET  x\r\nGET\r\n';
    const usage = 'ERR usage: SET <key> <value>\n';
    const unknown = 'ERR unknown command\n';
    expect(await kv(said)).toBe(`OK\nb c\nb c\n(nil)\n(nil)\n${usage}${usage}${unknown}${unknown}OK\nx\n`);
  });

  it('puts lines together that come in pieces', async () => {
    expect(await kv('SE', 'T key va', 'lue\nGET k', 'ey\n', 'GET key\n')).toBe('OK\nvalue\nvalue\n');
  });

  it('keeps other scripts as they are, also when a character is cut', async () => {
    const text = Buffer.from('SET straße 東京\nGET straße\n');
    const cut = text.indexOf(Buffer.from('東')) + 1;
    expect(await kv(text.subarray(0, cut), text.subarray(cut))).toBe('OK\n東京\n');
  });

  it('closes at QUIT, and at what is no UTF-8', async () => {
    expect(await kv('GET a\nQUIT\nGET a\n')).toBe('(nil)\n');
    expect(await kv('GET a\nQUIT now\nGET a\n')).toBe('(nil)\n');
    expect(await kv(Buffer.from([0xff, 0x0a]))).toBe('');
  });

  it('takes no line without an end', async () => {
    expect(await kv('x'.repeat(70_000))).toBe('ERR line too long\n');
  });
});

describe('the lines server', () => {
  const lines = async (...parts: Array<string | Buffer>) =>
    (await talk(await client(serveLines), ...parts)).toString();

  it('gives lines back in upper case, as the native one does', async () => {
    const said = 'plain\nstraße\r\n\n quit it\n東京 é\n';
    expect(await lines(said)).toBe('PLAIN\nSTRASSE\n\n QUIT IT\n東京 É\n');
    const server = serve('127.0.0.1:0', handlers.lines());
    const native = connect(server.localAddr().port, '127.0.0.1');
    expect((await talk(native, said)).toString()).toBe(await lines(said));
    server.close();
  });

  it('puts lines together that come in pieces, also when a character is cut', async () => {
    const text = Buffer.from('ein straßenfest\n');
    const cut = text.indexOf(Buffer.from('ß')) + 1;
    expect(await lines(text.subarray(0, cut), text.subarray(cut), 'more\n')).toBe('EIN STRASSENFEST\nMORE\n');
  });

  it('closes at quit, at what is no UTF-8, and at a line without an end', async () => {
    expect(await lines('one\n quit \r\ntwo\n')).toBe('ONE\nbye\n');
    expect(await lines(Buffer.from([0xff, 0x0a]))).toBe('');
    expect(await lines('x'.repeat(70_000))).toBe('ERR line too long\n');
  });
});
