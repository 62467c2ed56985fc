import type { UdpSocket } from '../../index.js';
import { CliError, TIMED_OUT } from '../error.js';
import { linesOf, withEnd, withoutEnd } from './lines.js';
import { Silence } from './silence.js';
import { input, print } from './stdio.js';
import { talk } from './talk.js';
import type { TalkFlags } from './talk_tcp.js';

/** How long an answer may take when stdin has ended. */
const PATIENCE_MS = 1_000;
/** What comes at once is one datagram, as with nc. */
const MAX_DATAGRAM = 16 * 1024;

/**
 * stdin to the peer and the peer to stdout, as datagrams. They have no end: a silence is, if stdin has ended or a time was given.
 *
 * @internal
 */
export async function talkUdp(socket: UdpSocket, { timeout, lines }: TalkFlags): Promise<void> {
  const silence = new Silence(timeout);
  let answered = false;

  const how = await talk(socket, true, {
    silence,
    async send(thread) {
      for await (const datagram of lines ? linesAsDatagrams() : datagrams()) {
        await thread.send(datagram);
        silence.broken();
      }
      silence.limit(timeout ?? PATIENCE_MS);
    },
    async receive(thread) {
      for (let bytes = await thread.receive(); bytes !== null; bytes = await thread.receive()) {
        answered = true;
        silence.broken();
        if (!(await print(lines ? withEnd(bytes) : bytes))) return;
      }
    },
  });
  if (how === 'silent' && !answered) {
    throw new CliError(`no answer within ${timeout ?? PATIENCE_MS} ms`, TIMED_OUT);
  }
}

async function* datagrams(): AsyncGenerator<Buffer> {
  for await (const chunk of input()) {
    for (let at = 0; at < chunk.length; at += MAX_DATAGRAM) yield chunk.subarray(at, at + MAX_DATAGRAM);
  }
}

async function* linesAsDatagrams(): AsyncGenerator<Buffer> {
  for await (const line of linesOf(input())) yield withoutEnd(line);
}
