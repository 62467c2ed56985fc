import { afterEach, describe, expect, it } from 'vitest';
import { BufReader, BufWriter, copy, TcpStream } from '../../../lib/index.js';
import { expectIoError, thrown } from '../../support/argument_errors.js';
import { eachIp } from '../../support/each-ip.js';
import { endPeers, nodePeer } from '../../support/node-peer.js';
import { pair } from '../../support/pair.js';
import { reset, ScriptedReader, ScriptedWriter, timeout } from '../../support/scripted-io.js';
import { useWatchdog } from '../../support/watchdog.js';

useWatchdog();
afterEach(endPeers);

eachIp('is a proxy between two connections', async (host) => {
  const size = 3_000_000;
  const peer = await nodePeer(
    ({ net, ready, done }, on, bytes) => {
      const source = net.createServer((socket) => {
        socket.end(Buffer.alloc(bytes, 'abcdefg'));
      });
      const sink = net.createServer((socket) => {
        const chunks: Buffer[] = [];
        socket.on('data', (chunk) => chunks.push(chunk));
        socket.on('end', () => done(Buffer.concat(chunks).equals(Buffer.alloc(bytes, 'abcdefg'))));
      });
      source.listen(0, on, () => sink.listen(0, on, () => ready([source.address(), sink.address()])));
    },
    host,
    size,
  );
  const [source, sink] = (peer.ready as unknown as [{ port: number }, { port: number }]).map(({ port }) =>
    TcpStream.connect([host, port]),
  );
  expect(copy(source!, sink!)).toBe(size);
  source!.close();
  sink!.close();
  expect(await peer.done()).toBe(true);
});

describe('copy', () => {
  it('goes through short reads and short writes, and does not flush', () => {
    const sink = new ScriptedWriter(1, 2, 1);
    expect(copy(new ScriptedReader('abc', 'defg'), sink)).toBe(7);
    expect([sink.text, sink.flushes]).toEqual(['abcdefg', 0]);
    const writer = new BufWriter(new ScriptedWriter(), 100);
    copy(new ScriptedReader('abc'), writer);
    expect(String(writer.buffer())).toBe('abc');
  });

  it('of nothing is nothing', () => {
    expect(copy(new ScriptedReader(), new ScriptedWriter())).toBe(0);
  });

  it('says how much had gone when it fails', () => {
    const failed = { kind: 'ConnectionReset', transferred: 3 };
    expectIoError(() => copy(new ScriptedReader('abc', reset()), new ScriptedWriter()), failed);
    expectIoError(() => copy(new ScriptedReader('abcdef'), new ScriptedWriter(2, 1, reset())), failed);
    const message = 'failed to write whole buffer';
    const zero = { kind: 'WriteZero', message, transferred: 1 };
    expectIoError(() => copy(new ScriptedReader('abc'), new ScriptedWriter(1, 0)), zero);
  });

  it('from a BufReader loses nothing, whichever side is interrupted', () => {
    const reader = new BufReader(new ScriptedReader('abc', timeout(), 'def'), 4);
    const sink = new ScriptedWriter(1, timeout(), 1);
    expectIoError(() => copy(reader, sink), { kind: 'WouldBlock', transferred: 1 });
    expect(String(reader.buffer())).toBe('bc');
    expectIoError(() => copy(reader, sink), { kind: 'WouldBlock', transferred: 2 });
    expect(copy(reader, sink)).toBe(3);
    expect(sink.text).toBe('abcdef');
  });

  it('from a BufReader begins with what was read ahead', () => {
    const [a, b] = pair();
    a.writeAll('header\nbody');
    a.close();
    const reader = new BufReader(b);
    expect(reader.readLine()).toBe('header\n');
    const sink = new ScriptedWriter();
    expect(copy(reader, sink)).toBe(4);
    expect(sink.text).toBe('body');
    reader.close();
  });

  it('finds out streams that lie', () => {
    const lied = { name: 'TypeError', code: 'ERR_INVALID_RETURN_VALUE' };
    expect(thrown(() => copy({ read: () => 2 ** 20 }, new ScriptedWriter()))).toMatchObject(lied);
    const liar = { write: () => 100, flush() {} };
    expect(thrown(() => copy(new ScriptedReader('abc'), liar))).toMatchObject(lied);
    expect(thrown(() => copy(new BufReader(new ScriptedReader('abc')), liar))).toMatchObject(lied);
  });
});
