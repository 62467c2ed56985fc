// Workers that hold many connections each, against node:net.
import { describe, expect, it } from 'vitest';
import {
  type ConnectionInfo,
  type DisconnectInfo,
  type IoError,
  inWorkers,
  type SocketAddr,
} from '../../../lib/index.js';
import { NodeClient, next, started, until } from './support.js';
import { expectToServeShortVisits, parkedIn, saying } from './workers_support.js';

/** One line of answer; the connection is ended. */
async function lineOf(server: Parameters<typeof saying>[0], text: string): Promise<string> {
  const client = await saying(server, `${text}\n`);
  const answer = await client.receiveLine();
  client.end();
  return answer;
}

describe('a Worker that holds connections', () => {
  it('is told of each from its beginning to its end, and it is counted', async () => {
    const server = parkedIn(1);
    const connected = next<[ConnectionInfo]>(server, 'connection');
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'echo\nhello');
    expect(await client.receive(5)).toBe('hello');
    client.end(' world');
    expect(await client.receiveToEnd()).toBe('hello world');
    expect((await connected)[0].id).toBe(1);
    expect((await disconnected)[0]).toMatchObject({ id: 1, bytesIn: 16, bytesOut: 11, error: null });
    expect(server.stats()).toMatchObject({ accepted: 1, ended: 1, bytesIn: 16, bytesOut: 11, errors: {} });
  });

  it('can speak first, and last', async () => {
    const server = parkedIn(1, {}, { data: 'greet' });
    const client = await saying(server, 'count\n1234');
    expect(await client.receive(6)).toBe('hello\n');
    client.end('5678');
    expect(await client.receiveToEnd()).toBe('hello\n14\n');
  });

  it('knows who each of them is, and has a copy of the data', async () => {
    const data = { list: [1, 2] };
    const server = parkedIn(2, {}, { data });
    const client = await saying(server, 'who\n');
    const told = JSON.parse(await client.receiveLine());
    expect(told).toMatchObject({ id: 1, peer: `127.0.0.1:${client.localPort}`, same: true, data });
  });

  it('holds many at once, whose state is there from one chunk to the next', async () => {
    const server = parkedIn(1);
    const clients = await Promise.all(Array.from({ length: 200 }, () => saying(server, 'count\n')));
    for (let round = 0; round < 3; round++) {
      for (const [i, client] of clients.entries()) client.send('x'.repeat(i + 1));
    }
    const answers = clients.map((client) => {
      client.end();
      return client.receiveToEnd();
    });
    expect(await Promise.all(answers)).toEqual(clients.map((_, i) => `${6 + 3 * (i + 1)}\n`));
    expect(await lineOf(server, 'open')).toBe('1');
  });

  it('has some of them, as have the others', async () => {
    const server = parkedIn(4);
    const workers = new Set<number>();
    while (workers.size < 4) {
      const client = await saying(server, 'who\n');
      workers.add(JSON.parse(await client.receiveLine()).worker);
    }
    expect([...workers].sort()).toEqual([0, 1, 2, 3]);
  });

  it('gets no more of them while it is held up in one, and loses what it has not begun', async () => {
    const data = new SharedArrayBuffer(4);
    const server = parkedIn(2, {}, { data });
    await until(() => server.stats().threads === 3);
    const blocking = await saying(server, 'block\n');
    expect(await blocking.receiveLine()).toBe('blocking');
    const clients = await Promise.all(Array.from({ length: 10 }, () => saying(server, 'echo\nx')));
    for (const client of clients) await client.receive(1);
    Atomics.store(new Int32Array(data), 0, 1);
    Atomics.notify(new Int32Array(data), 0);
  });

  it('carries streams byte for byte, several at a time', async () => {
    const server = parkedIn(2);
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
    const visits = Array.from({ length: 4 }, async () => {
      const client = await saying(server, 'echo\n');
      client.send(sent);
      client.end();
      return client.receiveToEnd();
    });
    const text = sent.toString('latin1');
    for (const received of await Promise.all(visits)) expect(received === text).toBe(true);
  });

  it('may read by itself, and write to other connections', async () => {
    const server = parkedIn(1);
    const client = await saying(server, 'four\n12');
    const other = await saying(server, 'count\n');
    client.send('34');
    expect(await client.receiveLine()).toBe('1234');
    const speaker = await saying(server, 'broadcast\nto all\n');
    for (const each of [speaker, other]) expect(await each.receiveLine()).toBe('to all');
  });

  it('may give the memory of a chunk away, or keep it: it is the next one`s all the same', async () => {
    const server = parkedIn(1);
    const client = await saying(server, 'transfer\nabc');
    expect(await client.receive(3)).toBe('abc');
    client.send('def');
    expect(await client.receive(6)).toBe('abcdef');
    await saying(server, 'keepChunk\nxyz');
    client.send('ghi');
    expect(await client.receive(9)).toBe('abcdefghi');
  });

  it('has the server`s options on its streams', async () => {
    const limits = { idleTimeout: 60_000, writeTimeout: 30_000 };
    expect(JSON.parse(await lineOf(parkedIn(1, limits), 'options'))).toEqual([60_000, 30_000, true]);
  });

  it('has turns of its event loop, also while it never waits', async () => {
    const server = parkedIn(1);
    const busy = await saying(server, 'echo\n');
    let stop = false;
    const traffic = (async () => {
      for (let n = 1; !stop; n++) {
        busy.send('x');
        await busy.receive(n);
      }
    })();
    const client = await saying(server, 'ticks\n');
    const first = Number(await client.receiveLine());
    await until(() => server.stats().bytesIn > 100);
    let last = first;
    while (last < first + 3) last = Number(await lineOf(server, 'ticks'));
    stop = true;
    await traffic;
  });

  it('serves many short connections, several at once, and leaves no descriptor', async () => {
    await expectToServeShortVisits(parkedIn(2));
  });

  it('maxConnections: one more is closed at once', async () => {
    const server = parkedIn(2, { maxConnections: 1 });
    const dropped = next<[SocketAddr, string]>(server, 'drop');
    const first = await saying(server, 'echo\nx');
    await first.receive(1);
    await (await NodeClient.connect(server)).closed();
    expect((await dropped)[1]).toBe('max-connections');
  });
});

describe('a parked connection ends', () => {
  const disconnection = async (text: string, options = {}) => {
    const server = parkedIn(1, options);
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, text);
    const end = (await disconnected)[0];
    return { server, client, end };
  };

  it.each([
    ['throw boom', { kind: 'Other', code: 'ERR_HANDLER_THREW', message: 'RangeError: boom' }],
    ['throwIo', { kind: 'TimedOut', code: 'ERR_TOO_LATE', syscall: 'recv', message: 'too late' }],
    ['promise', { kind: 'Other', code: 'ERR_HANDLER_THREW', message: expect.stringContaining('promise') }],
    ['clones', { kind: 'Other', message: 'RangeError: with a clone open' }],
  ])('with what its handler throws, and no other does: %s', async (line, expected) => {
    const { server, client, end } = await disconnection(`${line}\n`);
    expect(await client.receiveToEnd()).toBe('');
    expect(end.error).toMatchObject({ name: 'IoError', ...expected });
    expect(server.stats().errors).toEqual({ [expected.kind]: 1 });
    expect(await lineOf(server, 'ends')).toBe('1');
    expect(server.stats().threads).toBe(2);
  });

  it('with what is thrown at its beginning, or at its end', async () => {
    const refusing = parkedIn(1, {}, { data: 'refuse' });
    const refused = next<[DisconnectInfo]>(refusing, 'disconnect');
    await (await NodeClient.connect(refusing)).closed();
    expect((await refused)[0].error?.message).toBe('RangeError: refused');

    const server = parkedIn(1);
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'throwAtEnd');
    client.end('\n');
    await client.closed();
    expect((await disconnected)[0].error).not.toBeNull();
  });

  it.each(['close', 'closeLater 10'])('when its stream is closed: %s', async (line) => {
    const { server, client, end } = await disconnection(`${line}\n`);
    await client.closed();
    expect(end.error).toBeNull();
    expect(await lineOf(server, 'ends')).toBe('1');
  });

  it('when another one`s handler closes its stream', async () => {
    const server = parkedIn(1);
    const first = await saying(server, 'echo\nx');
    await first.receive(1);
    const other = await saying(server, 'closeOther 1\n');
    expect(await first.receiveToEnd()).toBe('x');
    other.end();
    await other.receiveToEnd();
  });

  it('when its peer resets it, which is its error', async () => {
    const server = parkedIn(1);
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await saying(server, 'count\n');
    await until(() => server.stats().bytesIn === 6);
    client.reset();
    expect((await disconnected)[0].error).toMatchObject({ kind: 'ConnectionReset' });
    expect(await lineOf(server, 'ends')).toBe('1');
  });

  it('when it was silent for the idleTimeout', async () => {
    const { server, client, end } = await disconnection('count\n', { idleTimeout: 50 });
    await client.closed();
    expect(end.error).toMatchObject({ kind: 'TimedOut', code: 'ERR_IDLE_TIMEOUT' });
    expect(end.duration).toBeGreaterThanOrEqual(50);
    expect(await lineOf(server, 'ends')).toBe('1');
  });

  it('when its peer does not read for the writeTimeout, which holds the Worker up that long', async () => {
    const server = parkedIn(1, { writeTimeout: 50 });
    const disconnected = next<[DisconnectInfo]>(server, 'disconnect');
    const client = await NodeClient.connect(server);
    client.pause();
    client.send('flood\n');
    expect((await disconnected)[0].error).toMatchObject({ kind: 'WouldBlock' });
    expect(await lineOf(server, 'ends')).toBe('1');
  });
});

describe('a Worker with parked connections that dies', () => {
  it.each([
    ['exit 3', 'a Worker died: it exited with code 3'],
    ['later 0', 'a Worker died: from a timer'],
    ['later 150', 'a Worker died: from a timer'],
  ])('takes them with it, is told of and replaced: %s', async (line, message) => {
    const server = parkedIn(1);
    const ends: DisconnectInfo[] = [];
    server.on('disconnect', (end) => ends.push(end));
    const failed = next<[IoError]>(server, 'error');
    const neighbour = await saying(server, 'echo\nx');
    await neighbour.receive(1);
    await (await saying(server, `${line}\n`)).closed();
    await neighbour.closed();
    expect((await failed)[0]).toMatchObject({ kind: 'Other', code: 'ERR_WORKER_DIED', message });
    expect(JSON.parse(await lineOf(server, 'who'))).toMatchObject({ id: 3, worker: 0 });
    await until(() => ends.length === 3);
    for (const end of ends.slice(0, 2)) expect(end.error).toMatchObject({ code: 'ERR_WORKER_DIED' });
  });

  it('does not take those of the others with it', async () => {
    const server = parkedIn(2);
    await until(() => server.stats().threads === 3);
    const clients = [await saying(server, 'echo\nx'), await saying(server, 'echo\nx')];
    for (const client of clients) await client.receive(1);
    const failed = next<[IoError]>(server, 'error');
    const killer = await saying(server, 'exit 1\n');
    await killer.closed();
    await failed;
    await until(() => server.stats().active === 1);
    for (const client of clients) client.send('y');
    const answers = await Promise.all(clients.map((client) => client.receive(2).catch(() => 'gone')));
    expect(answers.sort()).toEqual(['gone', 'xy']);
  });

  it('because it exports another kind of handler than the others', async () => {
    const code = `
      import { workerData } from 'node:worker_threads';
      const { worker } = workerData;
      export default worker === 0 ? () => {} : undefined;
      export const onData = () => {};`;
    const module = `data:text/javascript,${encodeURIComponent(code)}`;
    const server = started({}, inWorkers(module, { threads: 2 }));
    const [error] = await next<[IoError]>(server, 'error');
    expect(error.message).toContain('exports another kind of handler here than in other Workers');
  });
});
