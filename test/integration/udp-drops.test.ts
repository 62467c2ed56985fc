// What the kernel drops because a UDP server does not get to it, as the server counts it and as the kernel does.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { UdpSocket } from '../../lib/index.js';
import { stopPrograms } from '../support/program.js';
import { start } from './programs.js';

afterEach(stopPrograms);

const DATAGRAMS = 500;

/** Every thread of the process has been stopped by SIGSTOP. */
function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((task) =>
    / T /.test(readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8').replace(/\(.*\)/, '')),
  );
}

/** The last column of /proc/net/udp. */
function dropsOf(port: number): number {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  const line = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .find((text) => text.includes(local));
  return Number(line?.trim().split(/\s+/).at(-1));
}

test.skipIf(process.platform !== 'linux')(
  'datagrams that find no room are counted, and all the others answered',
  async () => {
    const program = start('programs/udp-stats.mjs', ['4096']);
    const [, pid, port] = (await program.line(/^pid (\d+) port (\d+)$/)).map(Number) as [0, number, number];
    using socket = UdpSocket.bind('127.0.0.1:0');
    program.signal('SIGSTOP');
    while (!isStopped(pid)) await sleep(1);
    for (let i = 0; i < DATAGRAMS; i++) socket.sendTo(Buffer.alloc(1000), ['127.0.0.1', port]);
    const dropped = dropsOf(port);
    expect(dropped).toBeGreaterThan(DATAGRAMS / 2);
    expect(dropped).toBeLessThan(DATAGRAMS);
    program.signal('SIGCONT');

    for (;;) {
      program.write('?\n');
      const [line] = await program.line(/^\{.*\}$/);
      const stats = JSON.parse(line);
      expect(stats.droppedByKernel).toBe(dropped);
      if (stats.sent < DATAGRAMS - dropped) continue;
      expect(stats).toMatchObject({ received: DATAGRAMS - dropped, sent: DATAGRAMS - dropped, errors: {} });
      break;
    }
  },
);
