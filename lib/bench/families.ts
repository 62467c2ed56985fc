import type { WorkloadResults } from './results.js';
import { shapeOf } from './workloads.js';

/** What workloads may differ in. @internal */
export type Axis = 'connections' | 'message';

/** Workloads that differ in this alone, two or more of them, from the smallest on. @internal */
export function familiesOf(workloads: readonly WorkloadResults[], axis: Axis): WorkloadResults[][] {
  const families = new Map<string, WorkloadResults[]>();
  for (const workload of workloads) {
    const key = shapeOf(workload, axis);
    families.set(key, [...(families.get(key) ?? []), workload]);
  }
  return [...families.values()]
    .filter((family) => family.length > 1)
    .map((family) => family.sort((one, other) => one[axis] - other[axis]));
}
