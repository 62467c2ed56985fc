// Random calls on both ends of a connection, with aborts, time limits and moves to the blocking API and back: every byte that
// counts as written arrives, in order and once, and nothing else does.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BufReader, BufWriter, IoError, TcpStream } from '../../../lib/async/index.js';
import { asyncPair } from './pair.js';

const DATA = Buffer.concat(
  Array.from({ length: 65_536 }, (_, i) => createHash('sha256').update(`${i}`).digest()), // 2 MiB, no two places alike
);

const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise(setImmediate);
};

/** A signal that is aborted after some turns of the loop; none for 0. */
function signalAfter(n: number): { signal: AbortSignal } | undefined {
  if (n === 0) return undefined;
  const stop = new AbortController();
  void turns(n).then(() => stop.abort('enough'));
  return { signal: stop.signal };
}

/** 0: it was aborted, or its time was over, before anything had gone. */
async function unlessGivenUp(call: Promise<number>): Promise<number> {
  try {
    return await call;
  } catch (error) {
    if (error === 'enough' || (IoError.isIoError(error) && error.kind === 'WouldBlock')) return 0;
    throw error;
  }
}

interface Send {
  size: number;
  abortAfter: number;
  limit: number | null;
}
const sends = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 600_000 }),
    abortAfter: fc.constantFrom(0, 0, 1, 2, 5),
    limit: fc.constantFrom(null, null, 1, 3),
  }),
  { minLength: 1, maxLength: 12 },
);

async function send(stream: TcpStream, steps: readonly Send[]): Promise<number> {
  let sent = 0;
  for (let i = 0; sent < DATA.length; i++) {
    const { size, abortAfter, limit } = steps[i % steps.length]!;
    stream.setWriteTimeout(limit);
    sent += await unlessGivenUp(stream.write(DATA.subarray(sent, sent + size), signalAfter(abortAfter)));
  }
  await stream.shutdown('Write');
  return sent;
}

interface Receive {
  how: 'read' | 'peek' | 'readExact' | 'readVectored' | 'move' | 'pause';
  size: number;
  abortAfter: number;
}
const receives = fc.array(
  fc.record({
    how: fc.constantFrom(
      'read',
      'read',
      'peek',
      'readExact',
      'readVectored',
      'move',
      'pause',
    ) as fc.Arbitrary<Receive['how']>,
    size: fc.integer({ min: 1, max: 150_000 }),
    abortAfter: fc.constantFrom(0, 0, 1, 3),
  }),
  { minLength: 2, maxLength: 12 },
);

async function receive(first: TcpStream, steps: readonly Receive[]): Promise<[TcpStream, number]> {
  let [stream, came] = [first, 0];
  const same = (bytes: Buffer) => {
    if (!bytes.equals(DATA.subarray(came, came + bytes.length))) throw new Error(`wrong bytes at ${came}`);
  };
  for (let i = 0; came < DATA.length; i++) {
    const { how, size, abortAfter } = steps[i % steps.length]!;
    const buf = Buffer.alloc(Math.min(size, DATA.length - came));
    const options = signalAfter(abortAfter);
    if (how === 'pause') await turns(3);
    else if (how === 'move') stream = TcpStream.fromBlocking(...stream.intoBlocking());
    else if (how === 'peek') same(buf.subarray(0, await unlessGivenUp(stream.peek(buf, options))));
    else if (how === 'readExact') {
      const n = await unlessGivenUp(stream.readExact(buf, options).then(() => buf.length));
      same(buf.subarray(0, n));
      came += n;
    } else {
      const call = how === 'read' ? stream.read(buf, options) : stream.readVectored(halves(buf), options);
      const n = await unlessGivenUp(call);
      same(buf.subarray(0, n));
      came += n;
    }
    if (i % steps.length === 0) await stream.read(Buffer.alloc(0));
  }
  return [stream, came];
}

function halves(buf: Buffer): [Buffer, Buffer] {
  const half = buf.length >> 1;
  return [buf.subarray(0, half), buf.subarray(half)];
}

it('every byte arrives, in order and once', async () => {
  await fc.assert(
    fc.asyncProperty(sends, receives, async (sending, receiving) => {
      // One step at least reads without giving up.
      const steps: Receive[] = [...receiving, { how: 'read', size: 70_000, abortAfter: 0 }];
      const patient: Send[] = [...sending, { size: 300_000, abortAfter: 0, limit: null }];
      const [near, far] = await asyncPair();
      const [sent, [stream, came]] = await Promise.all([send(near, patient), receive(far, steps)]);
      expect([sent, came]).toEqual([DATA.length, DATA.length]);
      expect(await stream.read(Buffer.alloc(1))).toBe(0);
      near.close();
      stream.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);

const LINES = Array.from({ length: 300 }, (_, i) => `${i}:${'é'.repeat((i * 37) % 90)}`);

it('no line is lost or cut by calls that are given up', async () => {
  const patience = fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 9 });
  const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(
      patience,
      sizes,
      fc.integer({ min: 1, max: 700 }),
      async (patiences, pieces, capacity) => {
        const [near, far] = await asyncPair();
        const bytes = Buffer.from(LINES.map((line) => `${line}\n`).join(''));
        const writing = (async () => {
          await using writer = new BufWriter(near, capacity);
          for (let i = 0, at = 0; at < bytes.length; i++) {
            const piece = bytes.subarray(at, at + pieces[i % pieces.length]!);
            await writer.writeAll(piece);
            at += piece.length;
            if (i % 3 === 0) await writer.flush();
            await turns(i % 2);
          }
        })();
        const reader = new BufReader(far, capacity);
        const came: string[] = [];
        for (let i = 0; ; i++) {
          const options = signalAfter(i % 20 === 19 ? 0 : patiences[i % patiences.length]!);
          const line = await reader.readLine(undefined, options).catch((error) => {
            if (error !== 'enough') throw error;
          });
          if (line === null) break;
          if (line !== undefined) came.push(line.slice(0, -1));
        }
        await writing;
        await reader.close();
        expect(came).toEqual(LINES);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
