import { ErrorKind, IoError, Shutdown, type TcpStream } from '../../index.js';
import { CliError, TIMED_OUT } from '../error.js';
import { linesOf } from './lines.js';
import { Silence } from './silence.js';
import { input, print } from './stdio.js';
import { talk } from './talk.js';

/** @internal */
export interface TalkFlags {
  readonly timeout?: number;
  readonly lines: boolean;
}

/**
 * stdin to the peer and the peer to stdout, until the peer ends its side or nobody reads stdout. The end of stdin ends ours.
 *
 * @internal
 */
export async function talkTcp(stream: TcpStream, { timeout, lines }: TalkFlags): Promise<void> {
  const silence = new Silence(timeout);
  /** What became of the bytes that were sent last. */
  let sent: Promise<unknown> = Promise.resolve(null);

  const how = await talk(stream, false, {
    silence,
    async send(thread) {
      for await (const chunk of lines ? linesOf(input()) : input()) {
        sent = errorOf(thread.send(chunk));
        if ((await sent) !== null) return; // what the peer had said before still comes
        silence.broken();
      }
      shutDown(stream, Shutdown.Write);
    },
    async receive(thread) {
      for (let chunk = await thread.receive(); chunk !== null; chunk = await thread.receive()) {
        silence.broken();
        if (!(await print(chunk))) return;
      }
      shutDown(stream, Shutdown.Both); // nor has who sends to wait for somebody to read
      const error = await sent; // the system tells of a reset once: maybe there
      if (IoError.isIoError(error) && error.kind === ErrorKind.ConnectionReset) throw error;
    },
  });
  if (how === 'silent') throw new CliError(`nothing was sent or received for ${timeout} ms`, TIMED_OUT);
}

function errorOf(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

function shutDown(stream: TcpStream, how: Shutdown): void {
  try {
    stream.shutdown(how);
  } catch (error) {
    if (!IoError.isIoError(error) || error.kind !== ErrorKind.NotConnected) throw error; // it is already
  }
}
