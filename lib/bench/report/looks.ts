import type { WorkloadResults } from '../results.js';

/** How a server is drawn. @internal */
export interface Look {
  readonly colour: string;
  /** As a line: an earlier server of the same workload has its colour. */
  readonly dashed: boolean;
}

/** As many as the stylesheet has. */
const COLOURS = 10;

/** Of every server of a run. Lines of up to twenty servers differ. @internal */
export function looksOf(workloads: readonly WorkloadResults[]): Map<string, Look> {
  const lists = workloads.map(({ servers }) => servers.map(({ server }) => server));
  const ids = [...new Set(lists.flat())];
  const twins = (i: number) => ids.filter((_, j) => j < i && j % COLOURS === i % COLOURS);
  const meets = (id: string, others: readonly string[]) =>
    lists.some((list) => list.includes(id) && others.some((other) => list.includes(other)));
  return new Map(ids.map((id, i) => [id, { colour: `var(--c${i % COLOURS})`, dashed: meets(id, twins(i)) }]));
}
