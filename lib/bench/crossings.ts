/** From where on one server is ahead of another: in connections, and in the size of messages. @internal */
import { type Axis, familiesOf } from './families.js';
import { bytes, count } from './format.js';
import { versus, type WorkloadResults } from './results.js';

/** What is shown at one point of a line; null: nothing. */
type Side = 'ahead' | 'behind' | null;

/** Points that follow each other and show the same. */
interface Stretch {
  readonly side: Side;
  readonly first: number;
  readonly last: number;
}

const AXES: readonly Axis[] = ['message', 'connections'];

/**
 * A line for each row of workloads that differ in one thing alone: `echo, 16 connections: behind up to 1 KiB, ahead from 16 KiB on`. Where
 * the intervals of the rates overlap, or the load was the limit of the slower one, neither is ahead, and what lies between two
 * stretches is such a place. None for rows where both were not measured in five rounds or more.
 *
 * @internal
 */
export function crossings(workloads: readonly WorkloadResults[], ours: string, theirs: string): string[] {
  return AXES.flatMap((axis) =>
    familiesOf(workloads, axis).flatMap((family) => {
      const points = family.flatMap((workload) => {
        const comparison = versus(workload, ours, theirs);
        return comparison === null || comparison.verdict === 'too few rounds'
          ? []
          : [{ workload, side: sideOf(workload, comparison.verdict, ours, theirs) }];
      });
      if (points.length < 2) return [];
      const at = points.map(({ workload }) => placeOf(workload, axis));
      const shown = stretches(points.map(({ side }) => side)).filter(({ side }) => side !== null);
      const said = shown.map((stretch) => phrase(stretch, at)).join(', ');
      return [`${nameOf(family[0]!, axis)}: ${said || 'no difference shown'}`];
    }),
  );
}

/** A rate that the load limited is a lower bound: who is behind with one may not be. */
function sideOf(workload: WorkloadResults, verdict: string, ours: string, theirs: string): Side {
  const limited = (id: string) => workload.servers.some((one) => one.server === id && one.loadSaturated);
  if (verdict === 'faster' && !limited(theirs)) return 'ahead';
  if (verdict === 'slower' && !limited(ours)) return 'behind';
  return null;
}

function stretches(sides: readonly Side[]): Stretch[] {
  const found: Stretch[] = [];
  for (const [i, side] of sides.entries()) {
    const before = found.at(-1);
    if (before?.side === side) found[found.length - 1] = { ...before, last: i };
    else found.push({ side, first: i, last: i });
  }
  return found;
}

function phrase({ side, first, last }: Stretch, at: readonly string[]): string {
  if (first === 0 && last === at.length - 1) return `${side} throughout`;
  if (first === last) return `${side} at ${at[first]}`;
  if (first === 0) return `${side} up to ${at[last]}`;
  if (last === at.length - 1) return `${side} from ${at[first]} on`;
  return `${side} from ${at[first]} to ${at[last]}`;
}

function placeOf(workload: WorkloadResults, axis: Axis): string {
  return axis === 'message' ? bytes(workload.message) : count(workload.connections, 'connection');
}

/** What the workloads of a line have in common. */
function nameOf(workload: WorkloadResults, axis: Axis): string {
  const { work, window, messages, pipeline, oneCore } = workload;
  const batched = work === 'kv' || work === 'lines';
  const facts = [
    axis === 'message' || batched ? work : `${work} ${bytes(workload.message)}`,
    ...(axis === 'connections' ? [] : [count(workload.connections, 'connection')]),
    ...(batched ? [`pipeline ${pipeline}`] : []),
    ...(window > 1 ? [`${window} in flight`] : []),
    ...(messages > 0 ? [`${messages} a connection`] : []),
    ...(oneCore ? ['one core'] : []),
  ];
  return facts.join(', ');
}
