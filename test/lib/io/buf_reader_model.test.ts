/** A BufReader against a model that has all bytes in one piece: any pieces, any capacity, any interruptions. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BufReader, IoError } from '../../../lib/index.js';
import { interrupt, ScriptedReader, type Step, timeout } from '../../support/scripted-io.js';

const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ';', '\r'), minLength: 1, maxLength: 12 });
const step: fc.Arbitrary<string | 'timeout' | 'interrupt'> = fc.oneof(
  { weight: 3, arbitrary: piece },
  { weight: 1, arbitrary: fc.constantFrom('timeout' as const, 'interrupt' as const) },
);
const capacity = fc.oneof(fc.constant(8192), fc.integer({ min: 0, max: 9 }));

type Operation =
  | { name: 'read' | 'readExact' | 'fillBuf'; n: number }
  | { name: 'readLine' | 'readSemicolon' | 'buffer' };
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ name: fc.constantFrom('read', 'readExact', 'fillBuf'), n: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ name: fc.constantFrom('readLine', 'readSemicolon', 'buffer') }),
);

/** Tries again after every interruption, as a program does. */
function persist<T>(call: () => T): T {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (!IoError.isIoError(error) || !['WouldBlock', 'Interrupted'].includes(error.kind)) throw error;
    }
  }
}

/** A line, or a piece through a semicolon. */
function applyLine(reader: BufReader, name: 'readLine' | 'readSemicolon', rest: string): number {
  const at = rest.indexOf(name === 'readLine' ? '\n' : ';');
  const expected = at === -1 ? rest : rest.slice(0, at + 1);
  if (name === 'readLine') expect(persist(() => reader.readLine()) ?? '').toBe(expected);
  else expect(String(persist(() => reader.readUntil(0x3b)))).toBe(expected);
  return expected.length;
}

function applyFill(reader: BufReader, n: number, rest: string): number {
  const bytes = String(persist(() => reader.fillBuf()));
  expect(rest.startsWith(bytes)).toBe(true);
  expect(bytes === '').toBe(rest === '');
  reader.consume(n);
  return Math.min(n, bytes.length);
}

function applyRead(reader: BufReader, name: 'read' | 'readExact', asked: number, rest: string): number {
  const buf = Buffer.alloc(asked);
  if (name === 'readExact' && asked > rest.length) return 0; // the end of the stream is another test's
  let n = asked;
  if (name === 'readExact') persist(() => reader.readExact(buf));
  else n = persist(() => reader.read(buf));
  expect(buf.toString('latin1', 0, n)).toBe(rest.slice(0, n));
  expect(n > 0 || asked === 0 || rest === '').toBe(true);
  return n;
}

/** What one operation took, checked against the bytes that are still to come. */
function apply(reader: BufReader, op: Operation, rest: string): number {
  switch (op.name) {
    case 'readLine':
    case 'readSemicolon':
      return applyLine(reader, op.name, rest);
    case 'fillBuf':
      return applyFill(reader, op.n, rest);
    case 'read':
    case 'readExact':
      return applyRead(reader, op.name, op.n, rest);
    case 'buffer':
      expect(rest.startsWith(String(reader.buffer()))).toBe(true);
      return 0;
  }
}

it('gives every byte once, in order, whatever is called and whatever interrupts it', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 20 }),
      capacity,
      fc.array(operation, { maxLength: 30 }),
      (script, size, ops) => {
        const steps = script.map(
          (s): Step => (s === 'timeout' ? timeout() : s === 'interrupt' ? interrupt() : s),
        );
        const all = steps.filter((s) => typeof s === 'string').join('');
        const reader = new BufReader(new ScriptedReader(...steps), size);
        let taken = 0;
        for (const op of ops) taken += apply(reader, op, all.slice(taken));
        // readToEnd consumes what it hands over with an error.
        let tail = '';
        for (let over = false; !over; ) {
          try {
            tail += reader.readToString();
            over = true;
          } catch (error) {
            tail += String((error as IoError).partial);
          }
        }
        expect(tail).toBe(all.slice(taken));
      },
    ),
    { numRuns: 400 },
  );
});

it('cuts lines as one split of the whole does', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), capacity, (pieces, size) => {
      const all = pieces.join('');
      const expected = all.split('\n').map((line) => line.replace(/\r$/, ''));
      const last = all.slice(all.lastIndexOf('\n') + 1);
      expected.pop();
      if (last !== '') expected.push(last); // without a line feed nothing is stripped
      expect([...new BufReader(new ScriptedReader(...pieces), size).lines()]).toEqual(expected);
    }),
  );
});
