// A UDP server whose system calls fail, by strace: it counts, tells, and goes on.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type UdpServerStats, UdpSocket } from '../../lib/index.js';
import { Program, stopPrograms } from '../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'stdnet-refusals-'));
afterEach(stopPrograms);
afterAll(() => rmSync(folder, { recursive: true }));

const program = fileURLToPath(new URL('programs/udp-stats.mjs', import.meta.url));
const trace = join(folder, 'trace');
const DATAGRAMS = 60;

/** The server of udp-stats.mjs, with `error` from these calls. */
class Refused {
  readonly #program: Program;
  readonly #socket = UdpSocket.bind('127.0.0.1:0');
  port = 0;

  private constructor(calls: string, error: string, when: string) {
    const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}:when=${when}`];
    const args = ['-f', '-qq', '-o', trace, ...inject, process.execPath, program];
    this.#program = new Program('strace', args, 20_000);
  }

  static async start(calls: string, error: string, when: string): Promise<Refused> {
    const server = new Refused(calls, error, when);
    server.port = Number((await server.#program.line(/ port (\d+)$/))[1]);
    return server;
  }

  get clientPort(): number {
    return this.#socket.localAddr().port;
  }

  send(): void {
    this.#socket.sendTo('x', ['127.0.0.1', this.port]);
  }

  async stats(): Promise<UdpServerStats> {
    this.#program.write('?\n');
    return JSON.parse((await this.#program.line(/^\{.*\}$/))[0]);
  }

  /** Its counters, once they say so. */
  async until(condition: (stats: UdpServerStats) => boolean): Promise<UdpServerStats> {
    for (;;) {
      const stats = await this.stats();
      if (condition(stats)) return stats;
    }
  }

  /** Ends it. Returns its lines, and how many calls failed. */
  async end(): Promise<{ lines: string[]; injected: number }> {
    this.#socket.close();
    this.#program.endInput();
    const lines = await this.#program.output();
    return { lines, injected: readFileSync(trace, 'utf8').split('(INJECTED)').length - 1 };
  }
}

/** Answers that went, and errors. */
const answers = ({ sent, errors }: UdpServerStats) =>
  sent + Object.values(errors).reduce((sum, count) => sum + count, 0);

// Tracing needs strace, and is not allowed everywhere.
describe.runIf(spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0)('where', () => {
  test.each([
    ['EPERM', 'PermissionDenied'],
    ['ENOBUFS', 'Uncategorized'],
    ['EHOSTUNREACH', 'HostUnreachable'],
  ])(
    'each third answer is refused with %s, it is lost, counted, told now and then',
    async (error, kind) => {
      const server = await Refused.start('sendto,sendmmsg', error, '2+3');
      for (let i = 1; i <= DATAGRAMS; i++) {
        server.send();
        await server.until((stats) => answers(stats) === i);
      }
      const stats = await server.stats();
      const { clientPort } = server;
      const { lines, injected } = await server.end();
      expect(injected).toBe(DATAGRAMS / 3);
      expect(stats).toMatchObject({ received: DATAGRAMS, sent: DATAGRAMS - injected });
      expect(stats.errors).toEqual({ [kind]: injected });
      const told = lines.filter((line) => line.includes(error));
      expect(told.length).toBeGreaterThan(0);
      expect(told.length).toBeLessThan(injected);
      expect(told[0]).toBe(`sendto ${error} ${clientPort}`);
    },
    30_000,
  );

  test.each([
    ['ENOMEM', 'OutOfMemory'],
    ['EINTR', null],
  ])(
    'each third receive fails with %s, no datagram is lost',
    async (error, kind) => {
      const server = await Refused.start('recvfrom,recvmmsg', error, '2+3');
      for (let i = 1; i <= DATAGRAMS; i++) {
        server.send();
        await server.until(({ sent }) => sent === i);
      }
      const stats = await server.stats();
      const { injected } = await server.end();
      expect(injected).toBeGreaterThan(DATAGRAMS / 4);
      expect(stats).toMatchObject({ received: DATAGRAMS, sent: DATAGRAMS });
      expect(stats.errors).toEqual(kind === null ? {} : { [kind]: expect.any(Number) });
      if (kind !== null) expect(answers(stats) - DATAGRAMS).toBeGreaterThan(DATAGRAMS / 4);
    },
    30_000,
  );

  test('each third send is interrupted, no answer is lost', async () => {
    const server = await Refused.start('sendto,sendmmsg', 'EINTR', '2+3');
    for (let i = 1; i <= DATAGRAMS; i++) {
      server.send();
      await server.until(({ sent }) => sent === i);
    }
    expect((await server.stats()).errors).toEqual({});
    expect((await server.end()).injected).toBeGreaterThan(DATAGRAMS / 4);
  }, 30_000);

  test.each(['ENOMEM', 'EAGAIN', 'EINTR'])(
    'every receive fails with %s, the server eats no core, and ends',
    async (error) => {
      const server = await Refused.start('recvfrom,recvmmsg', error, '1+1');
      const began = performance.now();
      const { errors } = await server.until(() => performance.now() - began > 500);
      const { injected } = await server.end();
      expect(injected).toBeGreaterThan(5);
      // Pauses of 50 ms at last; a loop without any makes thousands.
      expect(injected).toBeLessThan(200);
      expect(Object.keys(errors)).toEqual(error === 'ENOMEM' ? ['OutOfMemory'] : []);
    },
    30_000,
  );
});
