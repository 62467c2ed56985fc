import { describe, test } from 'vitest';
import type { Read, Write } from '../../lib/async/index.js';
import * as mirror from '../../lib/async/index.js';
import * as blocking from '../../lib/index.js';
import { LOOPBACKS, type Loopback } from '../support/each-ip.js';
import { later } from '../support/later.js';
import { spawn } from '../support/thread.js';

type Sockets = Pick<typeof mirror, 'TcpListener' | 'TcpStream' | 'UdpSocket'>;
type Others = Pick<typeof mirror, 'BufReader' | 'BufWriter' | 'LineWriter' | 'copy' | 'toSocketAddrs'>;

/**
 * What a test is run with. The calls of `stdnet/async` give promises, those of the blocking API what the promises are of, which
 * `await` gives back as it is: so the tests see both as the first, and await what may be a promise.
 */
export interface Api extends Sockets, Others {
  /** Whether it is that of the event loop: for the few tests whose outcome differs by design (docs/async.md). */
  readonly onLoop: boolean;
  /**
   * Runs a function at the same time: in another thread where calls block, in another task of the event loop where they do
   * not. What goes for `spawn` goes for the function; handles that are passed are moved there.
   */
  beside<Args extends unknown[]>(body: (api: Sockets, ...args: Args) => unknown, ...args: Args): Beside;
  /** A stream written for the blocking API, as this one takes it. */
  over(inner: blocking.Read): Read;
  over(inner: blocking.Write): Write;
}

export interface Beside {
  /** What the function has returned; rejects with what it threw. Call it once. */
  joined(): Promise<unknown>;
}

const apis: readonly [name: string, api: Api][] = [
  [
    'blocking',
    { ...blocking, onLoop: false, beside: spawn, over: (inner: unknown) => inner } as unknown as Api,
  ],
  ['async', { ...mirror, onLoop: true, beside: task, over: later }],
];

function task<Args extends unknown[]>(body: (api: Sockets, ...args: Args) => unknown, ...args: Args): Beside {
  const done = (async () => body(mirror, ...args))();
  done.catch(() => {}); // whoever joins hears of it
  return { joined: () => done };
}

/** One test with the blocking API, and one with that of the event loop. */
export function eachApi(name: string, body: (api: Api) => Promise<void>): void {
  describe(name, () => {
    test.each(apis)('%s', (_, api) => body(api));
  });
}

/** {@link eachApi}, each on IPv4's and on IPv6's loopback address. */
export function eachApiAndIp(name: string, body: (api: Api, host: Loopback) => Promise<void>): void {
  const cases = apis.flatMap(([api, it]) => LOOPBACKS.map((host) => [api, host, it] as const));
  describe(name, () => {
    test.each(cases)('%s, %s', (_, host, api) => body(api, host));
  });
}

/** All that an iterator of either API gives. */
export async function listOf<T>(steps: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const step of steps) all.push(step);
  return all;
}
