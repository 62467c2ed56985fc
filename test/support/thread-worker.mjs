// The Worker behind test/support/thread.ts: runs one posted function after another, with the built package as its first argument.
import { parentPort } from 'node:worker_threads';
import * as stdnet from 'stdnet';
import { Channel } from './channel.mjs';

const { TcpListener, TcpStream, UdpSocket } = stdnet;
const HANDLES = { TcpListener, TcpStream, UdpSocket };

parentPort.on('message', async ({ source, args, result }) => {
  const answer = new Channel(result);
  try {
    // The function names nothing but its parameters, so that its source is all of it.
    const body = new Function(`return (${source});`)();
    const value = await body(stdnet, ...args.map(received));
    answer.send({ value: value ?? null });
  } catch (error) {
    answer.send({ error: { kind: error?.kind ?? null, text: String(error?.stack ?? error) } });
  }
});

function received(arg) {
  if (arg instanceof SharedArrayBuffer) return new Channel(arg);
  return arg?.moved === undefined ? arg : HANDLES[arg.moved].fromRawFd(arg.fd);
}
