/** Workloads that answer one question together: what `--suite` takes. @internal */
import { BenchError } from './error.js';
import { PING_PONG } from './ping_pong.js';
import { ECHO, WORKLOADS, type Workload } from './workloads.js';

/** @internal */
export interface Suite {
  readonly id: string;
  readonly question: string;
  readonly workloads: readonly Workload[];
}

/** What runs when nothing is asked for. @internal */
export const USUAL_SUITE: Suite = {
  id: 'usual',
  question: 'a little of everything',
  workloads: WORKLOADS,
};

/** In an open loop, each request sent when it is due: whoever pauses can answer all that came meanwhile, and keeps up. */
const seldom = { rate: 1_000, window: 64 };

/** An open loop that machines of every kind keep up with for a while, or nearly. */
function atRate(connections: number, thousands: number): Workload {
  return {
    ...{ ...ECHO, connections, rate: thousands * 1_000, window: 64 },
    id: `rate-${connections}-${thousands}k`,
    title: `echo 64 B, ${connections} connections, ${thousands},000 requests a second`,
  };
}

/**
 * A search for the rate at which answers begin to be late: in an open loop, but with one request in flight on a connection. With more, a server that
 * is slow to look gets them in batches, which cost it less: the slowest to wake would have the highest rate.
 */
function highestRate(connections: number, p99Under: number): Workload {
  return {
    ...{ ...ECHO, connections, p99Under },
    id: `highest-rate-${connections}`,
    title: `echo 64 B, ${connections} connections, the highest rate with a p99 under ${p99Under} ms`,
  };
}

/** The usual workloads that begin so. */
function usual(id: string, question: string): Suite {
  return { id, question, workloads: WORKLOADS.filter((workload) => workload.id.startsWith(`${id}-`)) };
}

/** @internal */
export const SUITES: readonly Suite[] = [
  USUAL_SUITE,
  { id: 'ping-pong', question: 'from where on one server is ahead of another', workloads: PING_PONG },
  {
    id: 'rate',
    question: 'how late answers are when they are not asked for all the time',
    workloads: [atRate(16, 10), atRate(16, 50), atRate(128, 50)],
  },
  {
    id: 'highest-rate',
    question: 'how much can be asked so that 99 of 100 answers come in time',
    workloads: [highestRate(16, 5), highestRate(128, 5)],
  },
  {
    id: 'noisy-neighbour',
    question: 'what others wait beside a connection whose requests take long to compute',
    workloads: [
      {
        ...{ ...ECHO, connections: 15, ...seldom, neighbours: 1 },
        id: 'noisy-neighbour-15',
        title: 'echo 64 B, 15 connections, 1,000 requests a second, beside one that computes',
      },
    ],
  },
  {
    id: 'busy-js',
    question: "what connections wait while the server's JS thread has other things to do",
    workloads: [
      {
        ...{ ...ECHO, connections: 16, ...seldom, busyMs: 50 },
        id: 'busy-js-16',
        title: 'echo 64 B, 16 connections, 1,000 requests a second, JS thread busy for half of the time',
      },
    ],
  },
  {
    id: 'idle',
    question: 'what connections cost that say nothing, and what they take from others',
    workloads: [
      {
        ...{ ...ECHO, connections: 16, idle: 1_000 },
        id: 'idle-1000',
        title: 'echo 64 B, 16 connections beside 1,000 idle ones',
      },
    ],
  },
  usual('churn', 'connections that live for one request'),
  usual('streams', 'as many bytes as go through'),
  usual('lines', 'lines, alone and many together'),
  usual('kv', 'a key-value store'),
  usual('udp', 'datagrams'),
];

/**
 * The workloads of these suites, each once, in the order of the suites; none named: the usual ones.
 *
 * @throws BenchError for a name that is none.
 * @internal
 */
export function workloadsOf(names: readonly string[], all: readonly Suite[] = SUITES): Workload[] {
  const unknown = names.find((name) => !all.some(({ id }) => id === name));
  if (unknown !== undefined) {
    throw new BenchError(`no suite is called '${unknown}'; there are: ${all.map(({ id }) => id).join(', ')}`);
  }
  const chosen = names.length === 0 ? [USUAL_SUITE] : all.filter(({ id }) => names.includes(id));
  return [...new Map(chosen.flatMap(({ workloads }) => workloads).map((one) => [one.id, one])).values()];
}
