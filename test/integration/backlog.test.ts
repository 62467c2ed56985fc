// A server that does not get to accept: how many connections may wait, and that they are served afterwards.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const BACKLOG = 3;
/** Linux lets one more wait than was asked for. */
const QUEUED = BACKLOG + 1;

async function isStopped(program: Program): Promise<void> {
  while (!/^State:\s+T/m.test(readFileSync(`/proc/${program.pid}/status`, 'utf8'))) {
    await sleep(1);
  }
}

test.runIf(process.platform === 'linux')('backlog: so many wait, further ones are kept out', async () => {
  const program = start('programs/backlog.mjs', [String(BACKLOG)]);
  const [port] = await program.line(/^\d+$/);
  program.signal('SIGSTOP');
  await isStopped(program);

  const sockets: net.Socket[] = [];
  const connect = () => {
    const socket = net.connect({ port: Number(port), host: '127.0.0.1' });
    sockets.push(socket);
    return once(socket, 'connect');
  };
  try {
    for (let i = 0; i < QUEUED; i++) await connect();
    // Its first packet is dropped, and repeated after a second: by then the server is there again.
    const late = connect();
    const first = await Promise.race([late.then(() => 'let in'), sleep(200, 'kept out')]);
    expect(first).toBe('kept out');
    program.signal('SIGCONT');
    await late;
    for (const socket of sockets) {
      socket.end('x');
      const [reply] = await once(socket, 'data');
      expect(String(reply)).toBe('x');
    }
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
