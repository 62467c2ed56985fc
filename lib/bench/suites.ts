/** Workloads that answer one question together: what `--suite` takes. @internal */
import { BenchError } from './error.js';
import { PING_PONG } from './ping_pong.js';
import { WORKLOADS, type Workload } from './workloads.js';

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

/** The usual workloads that begin so. */
function usual(id: string, question: string): Suite {
  return { id, question, workloads: WORKLOADS.filter((workload) => workload.id.startsWith(`${id}-`)) };
}

/** @internal */
export const SUITES: readonly Suite[] = [
  USUAL_SUITE,
  { id: 'ping-pong', question: 'from where on one server is ahead of another', workloads: PING_PONG },
  usual('churn', 'connections that live for one request'),
  usual('streams', 'as many bytes as go through'),
  usual('lines', 'lines, alone and many together'),
  usual('kv', 'the key-value protocol, half SET and half GET'),
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
