// The Worker behind test/support/thread.ts: runs one posted function after another, with the built package as its first argument.
import { parentPort } from 'node:worker_threads';
import * as stdnet from 'stdnet';
import { Channel } from './channel.mjs';

parentPort.on('message', ({ source, args, result }) => {
  const answer = new Channel(result);
  try {
    // The function names nothing but its parameters, so that its source is all of it.
    const body = new Function(`return (${source});`)();
    const value = body(
      stdnet,
      ...args.map((arg) => (arg instanceof SharedArrayBuffer ? new Channel(arg) : arg)),
    );
    answer.send({ value: value ?? null });
  } catch (error) {
    answer.send({ error: { kind: error?.kind ?? null, text: String(error?.stack ?? error) } });
  }
});
