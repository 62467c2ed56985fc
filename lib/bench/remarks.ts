import { idleCosts, waits } from './beside.js';
import { crossings } from './crossings.js';
import { ratio, steadiness } from './format.js';
import { versus, type WorkloadResults } from './results.js';
import { SERVERS } from './server_kinds.js';

/** The comparisons that the table's ratios do not show. */
const PAIRS = [
  ['threads', 'c'],
  ['threads', 'rust'],
  ['threads', 'loop'],
  ['threads-resp', 'redis'],
  ['pool-resp', 'redis'],
  ['udp-cores', 'c-udp'],
] as const;

/** Where one of these may be ahead of the other with few connections, or short messages, and behind with many, or long ones. */
const RIVALS = [
  ['threads', 'node'],
  ['pool', 'node'],
  ['js-pool', 'node'],
  ['js-worker', 'node'],
  ['threads', 'pool'],
  ['threads', 'loop'],
  ['pool', 'loop'],
] as const;

/** What has to be known to read the table, and what went wrong. @internal */
export function remarks(workloads: readonly WorkloadResults[]): string[] {
  return [
    ...waits(workloads),
    ...idleCosts(workloads),
    ...pairs(workloads),
    ...whereAhead(workloads),
    ...saturation(workloads),
    ...overflows(workloads),
    ...losses(workloads),
    ...unsteady(workloads),
    ...confidence(workloads),
    ...always,
  ];
}

const always = [
  'Client and server share the cores of this machine: compare the rows of one run, and two runs with `bench compare` only. Differences under 10 % are noise.',
  'CPU s/M: the processor seconds of the server for a million requests. RSS: the most its process held, Node itself included.',
];

function pairs(workloads: readonly WorkloadResults[]): string[] {
  return PAIRS.flatMap(([ours, theirs]) => {
    const lines = workloads.flatMap((workload) => {
      const comparison = versus(workload, ours, theirs);
      return comparison === null ? [] : [`  ${workload.title}: ${ratio(comparison)} ${comparison.verdict}`];
    });
    return lines.length === 0 ? [] : [`${titleOf(ours)} against ${titleOf(theirs)}:`, ...lines];
  });
}

function whereAhead(workloads: readonly WorkloadResults[]): string[] {
  return RIVALS.flatMap(([ours, theirs]) => {
    const lines = crossings(workloads, ours, theirs);
    const head = `${titleOf(ours)} against ${titleOf(theirs)}, from where on:`;
    return lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`)];
  });
}

function titleOf(id: string): string {
  return SERVERS.find((kind) => kind.id === id)?.title ?? id;
}

function saturation(workloads: readonly WorkloadResults[]): string[] {
  const found = workloads.some(({ servers }) => servers.some(({ loadSaturated }) => loadSaturated));
  return found
    ? [
        '* The load generator was busy all the time: the server may be faster than this, and ratios to it are not to be trusted.',
      ]
    : [];
}

function overflows(workloads: readonly WorkloadResults[]): string[] {
  return workloads.flatMap(({ title, listenOverflows }) =>
    listenOverflows
      ? [`${title}: ${listenOverflows} connections met a full accept queue somewhere on this machine.`]
      : [],
  );
}

function losses(workloads: readonly WorkloadResults[]): string[] {
  return workloads.flatMap((workload) =>
    workload.servers.flatMap(({ title, rounds }) => {
      const resent = rounds.reduce((sum, report) => sum + report.resent, 0);
      return resent === 0
        ? []
        : [`${workload.title}, ${title}: ${resent} datagrams were not answered in 250 ms and sent again.`];
    }),
  );
}

function unsteady(workloads: readonly WorkloadResults[]): string[] {
  return workloads.flatMap((workload) =>
    workload.servers.flatMap((server) =>
      steadiness(server).map((what) => `${workload.title}, ${server.title}: ${what}`),
    ),
  );
}

function confidence(workloads: readonly WorkloadResults[]): string[] {
  const rounds = Math.min(...workloads.flatMap(({ servers }) => servers.map(({ rounds }) => rounds.length)));
  return rounds < 5
    ? [
        `With ${rounds} ${rounds === 1 ? 'round' : 'rounds'} an interval is only the span of what was seen: five or more tell a difference from chance.`,
      ]
    : [];
}
