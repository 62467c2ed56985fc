// The readers and writers of both worlds, over the same streams: each call gives the same, or fails the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as mirror from '../../../lib/async/index.js';
import * as blocking from '../../../lib/index.js';
import { later } from '../../support/later.js';
import { interrupt, reset, ScriptedReader, ScriptedWriter, timeout } from '../../support/scripted-io.js';
import { outcome } from './scripted.js';

const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n', 'é', 'x'.repeat(9)), { maxLength: 6 });
const error = fc.constantFrom(timeout, interrupt, reset);
const input = fc.array(fc.oneof({ weight: 5, arbitrary: text }, error), { maxLength: 10 });

const readerCalls = fc.array(
  fc.oneof(
    fc.record({
      name: fc.constantFrom('readLine', 'readToEnd', 'readToString'),
      limit: fc.integer({ min: 0, max: 30 }),
    }),
    fc.record({ name: fc.constant('readUntil'), byte: fc.constantFrom(0x61, 0x0a) }),
    fc.record({ name: fc.constantFrom('read', 'readExact'), size: fc.integer({ min: 0, max: 12 }) }),
    fc.record({ name: fc.constantFrom('fillBuf', 'buffer', 'lines', 'split', 'consume') }),
  ),
  { maxLength: 14 },
);
type ReaderCall = { name: string; limit?: number; byte?: number; size?: number };

function scripted(steps: Array<string[] | (() => Error)>): ScriptedReader {
  return new ScriptedReader(...steps.map((step) => (typeof step === 'function' ? step() : step.join(''))));
}

function callReader(reader: blocking.BufReader | mirror.BufReader, call: ReaderCall): unknown {
  const any = reader as unknown as Record<string, (...args: unknown[]) => unknown>;
  if (call.size !== undefined) {
    const buf = Buffer.alloc(call.size);
    const done = any[call.name]!(buf);
    return done instanceof Promise ? done.then((n) => [n, `${buf}`]) : [done, `${buf}`];
  }
  if (call.limit !== undefined) return any[call.name]!(call.limit);
  if (call.byte !== undefined) return any[call.name]!(call.byte);
  if (call.name === 'lines') return (any.lines!() as Iterator<unknown>).next();
  if (call.name === 'split') return splitStep(any.split!(0x62) as Iterator<Buffer>);
  if (call.name === 'consume') return any.consume!(2);
  return any[call.name]!();
}

async function splitStep(iterator: Iterator<Buffer>): Promise<unknown> {
  const { done, value } = await iterator.next();
  return [done, `${value}`];
}

describe('BufReader', () => {
  it('gives the same in both worlds', async () => {
    await fc.assert(
      fc.asyncProperty(
        input,
        readerCalls,
        fc.integer({ min: 0, max: 12 }),
        async (steps, calls, capacity) => {
          const one = new blocking.BufReader(scripted(steps), capacity);
          const other = new mirror.BufReader(later(scripted(steps)), capacity);
          for (const call of calls) {
            expect(await outcome(() => callReader(other, call))).toEqual(
              await outcome(() => callReader(one, call)),
            );
          }
          expect(other.capacity()).toBe(one.capacity());
        },
      ),
      { numRuns: 300 },
    );
  });
});

const output = fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), error), { maxLength: 12 });
const writerCalls = fc.array(
  fc.record({ name: fc.constantFrom('write', 'writeAll', 'flush', 'buffer'), data: text }),
  { maxLength: 12 },
);

const writers = [
  ['BufWriter', blocking.BufWriter, mirror.BufWriter],
  ['LineWriter', blocking.LineWriter, mirror.LineWriter],
] as const;

describe.each(writers)('%s', (_name, Blocking, Mirror) => {
  it('writes and gives the same in both worlds', async () => {
    await fc.assert(
      fc.asyncProperty(
        output,
        writerCalls,
        fc.integer({ min: 0, max: 12 }),
        async (steps, calls, capacity) => {
          const sinks = [0, 1].map(
            () => new ScriptedWriter(...steps.map((step) => (typeof step === 'function' ? step() : step))),
          ) as [ScriptedWriter, ScriptedWriter];
          const one = new Blocking(sinks[0], capacity);
          const other = new Mirror(later(sinks[1]), capacity);
          for (const { name: method, data } of calls) {
            const bytes = method === 'flush' || method === 'buffer' ? [] : [data.join('')];
            const call = (writer: object) =>
              (writer as Record<string, (...args: unknown[]) => unknown>)[method]!(...bytes);
            expect(await outcome(() => call(other))).toEqual(await outcome(() => call(one)));
          }
          expect(await outcome(() => other.close())).toEqual(await outcome(() => one.close()));
          expect(sinks[1]).toEqual(sinks[0]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('copy', () => {
  it.each([true, false])('copies the same in both worlds (from a BufReader: %s)', async (buffered) => {
    await fc.assert(
      fc.asyncProperty(input, output, async (steps, sizes) => {
        const sinks = [0, 1].map(
          () => new ScriptedWriter(...sizes.map((step) => (typeof step === 'function' ? step() : step))),
        ) as [ScriptedWriter, ScriptedWriter];
        const one = buffered ? new blocking.BufReader(scripted(steps), 7) : scripted(steps);
        const source = later(scripted(steps));
        const other = buffered ? new mirror.BufReader(source, 7) : source;
        expect(await outcome(() => mirror.copy(other, later(sinks[1])))).toEqual(
          await outcome(() => blocking.copy(one, sinks[0])),
        );
        expect(sinks[1]).toEqual(sinks[0]);
      }),
      { numRuns: 200 },
    );
  });
});
