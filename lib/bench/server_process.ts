import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError, messageOf } from './error.js';
import { type Footprint, footprint, peakMemory } from './proc.js';

const START_MS = 30_000;
const STOP_MS = 2_000;
/** The load sees a dead server's connections end before the parent hears of its death. */
const NEWS_MS = 500;
const KEPT_OUTPUT = 4_096;

/** A server under test, in a process of its own. It ends when its standard input does, so it never outlives us. @internal */
export class ServerProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #title: string;
  readonly #ended: Promise<unknown>;
  #output = '';
  #complaints = '';
  #death: string | null = null;
  #port = 0;
  #pids: readonly number[] = [];

  private constructor(title: string, [command, ...args]: readonly [string, ...string[]]) {
    this.#title = title;
    // In a session of its own: Ctrl-C is for us, and we end it.
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#child.stdin.on('error', () => {}); // it has ended: 'close' says so
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-KEPT_OUTPUT);
    });
    this.#ended = once(this.#child, 'close').then(
      ([code, signal]) => this.#died(signal === null ? `exit code ${code}` : `signal ${signal}`),
      (error) => this.#died(messageOf(error)),
    );
  }

  /** Resolves once it listens. @throws BenchError when it ends first, or takes too long. */
  static async start(
    title: string,
    command: readonly [string, ...string[]],
    signal: AbortSignal,
  ): Promise<ServerProcess> {
    signal.throwIfAborted();
    const server = new ServerProcess(title, command);
    try {
      const { port, pids } = await server.#announcement(signal);
      server.#port = port;
      server.#pids = pids.length > 0 ? pids : [server.#child.pid!];
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  /** Of the processes that serve: what they cost is what the server costs. */
  get pids(): readonly number[] {
    return this.#pids;
  }

  /** In bytes, so far; what processes share counts in each. null where the system does not tell. */
  peakMemory(): number | null {
    const each = this.#pids.map(peakMemory);
    return each.includes(null) ? null : (each as number[]).reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Of all of them; null where the system does not tell. */
  footprint(): Footprint | null {
    const each = this.#pids.map(footprint).filter((one) => one !== null);
    if (each.length < this.#pids.length) return null;
    const sum = (part: keyof Footprint) => each.reduce((all, one) => all + one[part], 0);
    return { resident: sum('resident'), threads: sum('threads') };
  }

  /** A line for its program (lib/bench/servers/child.ts). */
  tell(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Why a run against it failed: it died, if it did, or else what the load says. */
  async explain(error: unknown): Promise<BenchError> {
    const news = new AbortController();
    await Promise.race([this.#ended, sleep(NEWS_MS, undefined, { signal: news.signal }).catch(() => {})]);
    news.abort();
    return new BenchError(this.#death ?? messageOf(error), { cause: error });
  }

  /** Asks it to end, and ends it if it does not, with all that it has started. */
  async stop(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#kill(), STOP_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #kill(): void {
    try {
      process.kill(-this.#child.pid!, 'SIGKILL'); // it leads a group, as it has a session of its own
    } catch {
      // it ended just now
    }
  }

  async #announcement(signal: AbortSignal): Promise<{ port: number; pids: number[] }> {
    const late = AbortSignal.timeout(START_MS);
    const stop = AbortSignal.any([signal, late]);
    for (;;) {
      const found = /^port (\d+)(?:, processes ([\d ]+))?\n/m.exec(this.#output);
      if (found) return { port: Number(found[1]), pids: (found[2]?.split(' ') ?? []).map(Number) };
      if (this.#death !== null) throw new BenchError(this.#death);
      await Promise.race([this.#ended, sleep(5, undefined, { signal: stop }).catch(() => {})]);
      signal.throwIfAborted();
      if (late.aborted) throw new BenchError(`${this.#title} does not listen after ${START_MS} ms`);
    }
  }

  #died(how: string): void {
    const last = this.#complaints.trim();
    this.#death = `${this.#title} (process ${this.#child.pid ?? 'not started'}) ended with ${how}${last && `:\n${last}`}`;
  }
}
