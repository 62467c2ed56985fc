/** What a table of rates does not tell. @internal */
import { figure, interval } from './format.js';
import type { IdleMemory } from './idle_crowd.js';
import type { ServerResults, WorkloadResults } from './results.js';
import { BASELINES } from './server_kinds.js';
import { compare } from './statistics.js';

const THAN = { faster: 'lower', slower: 'higher' } as const;

/** How long answers took in an open loop, where all servers have the same rate. @internal */
export function waits(workloads: readonly WorkloadResults[]): string[] {
  return workloads
    .filter(({ rate, servers }) => rate > 0 && servers.length > 0)
    .flatMap(({ title, servers }) => {
      const baseline = servers.find(({ server }) => BASELINES.includes(server));
      return [
        `${title}, p50, p99 and the most that was waited, in ms:`,
        ...servers.map((server) => `  ${server.title}: ${wait(server)}${against(server, baseline)}`),
      ];
    });
}

/** p50, p99 and the most, in ms. @internal */
export function wait({ p50, p99, max }: ServerResults): string {
  return [p50, p99, max].map((us) => figure(us / 1_000)).join(', ');
}

/** The p99 of the same rounds, as the rates are compared. */
function against(server: ServerResults, baseline: ServerResults | undefined): string {
  if (baseline === undefined || baseline === server) return '';
  const p99s = ({ rounds }: ServerResults) => rounds.map(({ p99 }) => p99);
  const { ratio, verdict } = compare(p99s(baseline), p99s(server));
  const shown = verdict === 'faster' || verdict === 'slower' ? THAN[verdict] : verdict;
  return `; p99 of ${baseline.title} is ${interval(ratio)} times that: ${shown}`;
}

/** What an idle connection costs. @internal */
export function idleCosts(workloads: readonly WorkloadResults[]): string[] {
  return workloads.flatMap(({ title, servers }) => {
    const lines = servers.flatMap(({ title, idleMemory }) => {
      return idleMemory === null ? [] : [`  ${title}: ${idleCost(idleMemory)}`];
    });
    return lines.length === 0
      ? []
      : [
          `${title}, kB of an idle one without its sockets (resident, for its thread in the kernel):`,
          ...lines,
        ];
  });
}

/** In kB. @internal */
export function idleCost(memory: IdleMemory): string {
  const [resident, kernel] = [memory.resident / 1_000, memory.kernel / 1_000];
  return `${figure(resident + kernel)} (${figure(resident)} resident, ${figure(kernel)})`;
}
