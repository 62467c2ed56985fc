import logUpdate from 'log-update';
import { type OnRun, runsOf } from './measure.js';
import type { ServerKind } from './server_kinds.js';
import type { Settings } from './settings.js';
import type { Workload } from './workloads.js';

/** Shows where a benchmark is. @internal */
export interface Progress {
  readonly onRun: OnRun;
  /** Leaves the screen as it was. */
  done(): void;
}

/** A line that is written over on a terminal; a line for each round anywhere else. @internal */
export function progress(
  workloads: readonly Workload[],
  kinds: readonly ServerKind[],
  settings: Settings,
  out: { isTTY?: boolean; columns?: number; write(text: string): unknown } = process.stdout,
): Progress {
  const moving = out.isTTY && out.columns; // a terminal without a width shows nothing that moves
  const all = runsOf(workloads, kinds, settings);
  let begun = 0;
  let last = '';
  const line = (workload: Workload, round: number) =>
    `${workload.title}: ${round === 0 ? 'warm-up' : `round ${round} of ${settings.rounds}`}`;
  return {
    onRun: (workload, kind, round) => {
      const percent = Math.floor((begun++ / all) * 100);
      const text = line(workload, round);
      if (moving) logUpdate(`${String(percent).padStart(3)} %  ${text}, ${kind.title}`);
      else if (text !== last) out.write(`${String(percent).padStart(3)} %  ${text}\n`);
      last = text;
    },
    done: () => {
      if (moving) logUpdate.clear();
    },
  };
}
