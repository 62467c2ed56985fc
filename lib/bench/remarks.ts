import { ratio, steadiness } from './format.js';
import type { Outcome } from './measure.js';
import { SERVERS } from './server_kinds.js';
import { summarize, versus } from './summary.js';

/** The comparisons that the table's ratios do not show. */
const PAIRS = [
  ['threads', 'c'],
  ['threads', 'loop'],
  ['udp-cores', 'c-udp'],
] as const;

/** What has to be known to read the table, and what went wrong. @internal */
export function remarks(outcomes: readonly Outcome[]): string[] {
  return [
    ...pairs(outcomes),
    ...saturation(outcomes),
    ...overflows(outcomes),
    ...losses(outcomes),
    ...unsteady(outcomes),
    ...confidence(outcomes),
    ...always,
  ];
}

const always = [
  'Client and server share the cores of this machine: compare the rows of one run, never two runs. Differences under 10 % are noise.',
  'CPU s/M: the processor seconds of the server for a million requests. RSS: the most its process held, Node itself included.',
];

function pairs(outcomes: readonly Outcome[]): string[] {
  return PAIRS.flatMap(([ours, theirs]) => {
    const lines = outcomes.flatMap((outcome) => {
      const comparison = versus(outcome, ours, theirs);
      return comparison === null
        ? []
        : [`  ${outcome.workload.title}: ${ratio(comparison)} ${comparison.verdict}`];
    });
    return lines.length === 0 ? [] : [`${titleOf(ours)} against ${titleOf(theirs)}:`, ...lines];
  });
}

function titleOf(id: string): string {
  return SERVERS.find((kind) => kind.id === id)?.title ?? id;
}

function saturation(outcomes: readonly Outcome[]): string[] {
  const found = outcomes.some((outcome) => summarize(outcome).some(({ loadSaturated }) => loadSaturated));
  return found
    ? [
        '* The load generator was busy all the time: the server may be faster than this, and ratios to it are not to be trusted.',
      ]
    : [];
}

function overflows(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ workload, listenOverflows }) =>
    listenOverflows
      ? [
          `${workload.title}: ${listenOverflows} connections met a full accept queue somewhere on this machine.`,
        ]
      : [],
  );
}

function losses(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ workload, measured }) =>
    measured.flatMap(({ kind, reports }) => {
      const resent = reports.reduce((sum, report) => sum + report.resent, 0);
      return resent === 0
        ? []
        : [
            `${workload.title}, ${kind.title}: ${resent} datagrams were not answered in 250 ms and sent again.`,
          ];
    }),
  );
}

function unsteady(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    summarize(outcome).flatMap((summary) =>
      steadiness(summary).map((what) => `${outcome.workload.title}, ${summary.title}: ${what}`),
    ),
  );
}

function confidence(outcomes: readonly Outcome[]): string[] {
  const rounds = Math.min(
    ...outcomes.flatMap(({ measured }) => measured.map(({ reports }) => reports.length)),
  );
  return rounds < 5
    ? [
        `With ${rounds} ${rounds === 1 ? 'round' : 'rounds'} an interval is only the span of what was seen: five or more tell a difference from chance.`,
      ]
    : [];
}
