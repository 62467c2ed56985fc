// The trace of an error leads to the line of the program that made the call, however many calls of ours are between.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BufReader, BufWriter, copy, TcpListener, TcpStream } from '../../../lib/index.js';

const usual = Error.stackTraceLimit;
const listener = TcpListener.bind('127.0.0.1:0');
let stream: TcpStream;

beforeEach(() => {
  stream = TcpStream.connect(listener.localAddr());
  stream.setReadTimeout(1);
});
afterEach(() => {
  Error.stackTraceLimit = usual;
  stream.close();
});

/** What ten nested functions of a program, the innermost of which makes the call, see of themselves in its error. */
function framesOfProgram(call: () => unknown): number {
  const program = (depth: number): unknown => (depth === 1 ? call() : [program(depth - 1)]);
  Error.stackTraceLimit = 10; // Node's
  try {
    program(9);
  } catch (error) {
    return (error as Error).stack!.split('\n').filter((line) => /at (?:program|call) /.test(line)).length;
  }
  throw new Error('it did not fail');
}

const closed = (): TcpStream => {
  const other = TcpStream.connect(listener.localAddr());
  other.shutdown('Both');
  return other;
};

test.each<[string, () => unknown]>([
  ['read', () => stream.read(Buffer.alloc(1))],
  ['readToString', () => stream.readToString()],
  ['connect', () => TcpStream.connect('127.86.75.30:9')],
  ['readLine', () => new BufReader(stream).readLine()],
  ['readUntil', () => new BufReader(stream).readUntil(0)],
  ['lines', () => [...new BufReader(stream).lines()]],
  ['split', () => [...new BufReader(stream).split(0)]],
  ['readExact', () => new BufReader(stream).readExact(Buffer.alloc(3))],
  ['readToEnd', () => new BufReader(stream).readToEnd()],
  ['copy', () => copy(new BufReader(stream), new BufWriter(stream))],
  ['writeAll', () => new BufWriter(closed()).writeAll('x'.repeat(100_000))],
  ['flush', () => new BufWriter(closed(), 0).write('x')],
])('of %s', (_, failing) => {
  const call = () => failing();
  expect(framesOfProgram(call)).toBe(10);
});

test('a program that wants no traces gets none, and one that wants them keeps its limit', () => {
  for (const limit of [0, 7]) {
    Error.stackTraceLimit = limit;
    expect(() => stream.read(Buffer.alloc(1))).toThrow(
      expect.toSatisfy((error: Error) => error.stack!.includes('\n') === limit > 0),
    );
    expect(Error.stackTraceLimit).toBe(limit);
  }
});
