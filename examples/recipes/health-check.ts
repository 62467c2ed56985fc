// Says whether services answer, in bounded time:  health-check.ts MS HOST:PORT[,SEND,EXPECT]...
//   health-check.ts 2000 db.internal:5432 127.0.0.1:6379,PING,+PONG
//
// What a container's HEALTHCHECK or a deploy script runs: a few questions one after the other, and an exit code. A hung process
// still "accepts" (its kernel does), hence the question. Every wait is the kernel's, with a limit: no timer, no race, no leftover.
import { ErrorKind, IoError } from 'stdnet';
import { connectWithin } from './support/connect.js';

const MAX_ANSWER = 4096;

/** What is left of the time for one target: a peer that trickles gets no more than one that is silent. */
function stopwatch(limit: number): () => number {
  const end = performance.now() + limit;
  return () => {
    const left = end - performance.now();
    if (left <= 0) throw new Error('too slow');
    return left;
  };
}

function check(target: string, limit: number): void {
  const [addr = '', question, expected = ''] = target.split(',');
  const left = stopwatch(limit);
  using stream = connectWithin(addr, left);
  if (question === undefined) return;

  stream.setWriteTimeout(left());
  stream.writeAll(`${question}\r\n`);
  const buf = Buffer.alloc(MAX_ANSWER);
  let size = 0;
  while (!buf.toString('latin1', 0, size).includes(expected)) {
    stream.setReadTimeout(left());
    const n = stream.read(buf.subarray(size)); // 0 at the end of the stream, or when the buffer is full
    if (n === 0) throw new Error(`answered ${JSON.stringify(buf.toString('latin1', 0, Math.min(size, 80)))}`);
    size += n;
  }
}

function reason(error: unknown): string {
  if (!IoError.isIoError(error)) return (error as Error).message;
  if (error.kind === ErrorKind.ConnectionRefused) return 'nobody listens';
  if (error.kind === ErrorKind.WouldBlock || error.kind === ErrorKind.TimedOut) return 'too slow';
  return error.message;
}

const [limit, ...targets] = process.argv.slice(2);
if (!(Number(limit) > 0 && targets.length > 0)) throw new Error('usage: health-check.ts MS TARGET...');
for (const target of targets) {
  try {
    check(target, Number(limit));
    console.log(`up    ${target}`);
  } catch (error) {
    console.log(`DOWN  ${target}: ${reason(error)}`);
    process.exitCode = 1;
  }
}
