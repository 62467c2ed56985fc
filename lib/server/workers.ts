import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { IoError } from '../core/io_error.js';
import { planOf, type WorkerHandler, type WorkerPlan } from './worker_handler.js';
import { READY, type WorkerJob } from './worker_job.js';

/** What a server hears of its Workers. @internal */
export interface WorkersObserver {
  /** One has died. It is replaced. */
  failed(error: IoError): void;
  /** None is left, after a {@link Workers.stop}. */
  gone(): void;
}

/** A Worker loads what was built, also where this module runs from its source: both folders are one level below the root. */
const MAIN = new URL('../../dist/server/worker_main.js', import.meta.url);

/** How long a handler may go on when its connection has been shut down; then its Worker is ended. */
const GRACE_MS = 1_000;
/** From the end of the drain until connections are shut down: kLastWords in native/server/tcp_server.cpp. */
const LAST_WORDS_MS = 100;
/** A Worker that lives that long had no trouble to begin with. */
const SOUND_MS = 1_000;
const FIRST_DELAY_MS = 100;
/** Between the starts of Workers that die as soon as they serve, and of those that never get so far. */
const LONGEST_DELAY_MS = 1_000;
const LONGEST_START_DELAY_MS = 10_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The Workers of a server: started, replaced when they die, and ended with it. @internal */
export class Workers {
  /** By it they find their server; nobody can guess it. */
  readonly id = randomUUID();
  readonly #plan: WorkerPlan;
  readonly #running = new Set<Worker>();
  readonly #delayed = new Set<NodeJS.Timeout>();
  #observer!: WorkersObserver;
  #stopping = false;
  #end: NodeJS.Timeout | undefined;
  #endsAt = Number.POSITIVE_INFINITY;
  #tellGone: (() => void) | null = null;

  constructor(handler: WorkerHandler) {
    this.#plan = planOf(handler);
  }

  /** How many there are to be. */
  get count(): number {
    return this.#plan.threads;
  }

  start(observer: WorkersObserver): void {
    this.#observer = observer;
    for (let worker = 0; worker < this.#plan.threads; worker++) this.#start(worker, 0);
  }

  /** The server accepts no more: each ends when it has no connection, and is ended when it still has one long after `drain`. */
  stop(drain: number): void {
    this.#stopping = true;
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#delayed.clear();
    if (this.#running.size === 0) this.#observer.gone();
    else this.#endIn(drain + LAST_WORDS_MS + GRACE_MS);
  }

  /** Calls `then` when none is left; until then they keep the process alive. */
  whenGone(then: () => void): void {
    if (this.#running.size === 0) {
      then();
      return;
    }
    this.#tellGone = then;
    for (const worker of this.#running) worker.ref();
  }

  /** `deaths`: how many have died in its place, one soon after the other. */
  #start(number: number, deaths: number): void {
    const { module, data, resourceLimits } = this.#plan;
    const workerData: WorkerJob = { server: this.id, module, data, worker: number };
    const worker = new Worker(MAIN, {
      name: `stdnet worker ${number}`,
      workerData,
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
      ...flags(),
    });
    this.#running.add(worker);
    let cause: unknown;
    let readyAt: number | null = null;
    worker.on('message', (message) => {
      if (message === READY) readyAt ??= performance.now();
    });
    worker.unref(); // after that listener, which refers to it: the server keeps the process alive, or does not
    worker.on('error', (error) => {
      cause = error;
    });
    worker.once('exit', (code) => {
      this.#running.delete(worker);
      if (this.#stopping) return this.#left();
      const sound = readyAt !== null && performance.now() - readyAt >= SOUND_MS;
      this.#replace(number, sound ? 1 : deaths + 1, readyAt !== null);
      this.#observer.failed(deathOf(code, cause, readyAt !== null));
    });
  }

  /** The first one at once. */
  #replace(number: number, deaths: number, wasReady: boolean): void {
    const longest = wasReady ? LONGEST_DELAY_MS : LONGEST_START_DELAY_MS;
    const delay = deaths === 1 && wasReady ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (deaths - 1), longest);
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      this.#start(number, deaths);
    }, delay).unref();
    this.#delayed.add(timer);
  }

  #endIn(ms: number): void {
    const endsAt = performance.now() + ms;
    if (endsAt >= this.#endsAt) return;
    this.#endsAt = endsAt;
    clearTimeout(this.#end);
    if (ms > LONGEST_TIMER_MS) return;
    this.#end = setTimeout(() => {
      for (const worker of this.#running) void worker.terminate();
    }, ms).unref();
  }

  #left(): void {
    if (this.#running.size > 0) return;
    clearTimeout(this.#end);
    this.#observer.gone();
    this.#tellGone?.();
  }
}

/** Workers have the program's flags, but for the one that says what kind of text the program is: theirs is a file. */
function flags(): { execArgv?: string[] } {
  const at = process.execArgv.findIndex((flag) => flag.startsWith('--input-type'));
  if (at < 0) return {};
  return { execArgv: process.execArgv.toSpliced(at, process.execArgv[at]?.includes('=') ? 1 : 2) };
}

function deathOf(exitCode: number, cause: unknown, wasReady: boolean): IoError {
  const [what, code] = wasReady
    ? ['a Worker died', 'ERR_WORKER_DIED']
    : ['a Worker could not start', 'ERR_WORKER_INIT_FAILED'];
  const why = cause instanceof Error ? cause.message : `it exited with code ${exitCode}`;
  const details = cause === undefined ? {} : { cause };
  return new IoError('Other', `${what}: ${why}`, { code, ...details });
}
