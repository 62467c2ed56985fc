import type { WorkloadResults } from '../results.js';

/** How a server is drawn. @internal */
export interface Look {
  readonly colour: string;
  /** Of {@link STROKES}, as a line: earlier servers of the same workload have its colour. */
  readonly stroke: number;
}

/** As many as the stylesheet has. */
const COLOURS = 10;

/** Of lines of one colour. @internal */
export const STROKES = [
  { dashes: null, marker: 'circle' },
  { dashes: '6 3', marker: 'circle-stroke' },
  { dashes: '2 3', marker: 'tick' },
] as const;

/** Of every server of a run. Lines of up to thirty servers differ. @internal */
export function looksOf(workloads: readonly WorkloadResults[]): Map<string, Look> {
  const lists = workloads.map(({ servers }) => servers.map(({ server }) => server));
  const ids = [...new Set(lists.flat())];
  const meet = (one: string, other: string) =>
    lists.some((list) => list.includes(one) && list.includes(other));
  const looks = new Map<string, Look>();
  ids.forEach((id, i) => {
    const colour = `var(--c${i % COLOURS})`;
    const taken = [...looks]
      .filter(([other, look]) => look.colour === colour && meet(id, other))
      .map(([, { stroke }]) => stroke);
    const free = STROKES.findIndex((_, stroke) => !taken.includes(stroke));
    looks.set(id, { colour, stroke: Math.max(free, 0) });
  });
  return looks;
}
