import Table from 'cli-table3';
import type { Advice } from './advice.js';
import type { Findings } from './findings.js';
import type { Limit } from './limits.js';

const UNKNOWN = 'unknown';

/** For people. @internal */
export function show(findings: Findings, { problems, hints }: Advice): string {
  const { addon, limits } = findings;
  const rows: [string, string | number][] = [
    ['stdnet', findings.stdnet],
    ['addon', 'path' in addon ? addon.path : 'not loaded'],
    ['Node', `${findings.node} (Node-API ${findings.napi})`],
    ['platform', `${findings.platform}, ${findings.glibc === null ? 'no glibc' : `glibc ${findings.glibc}`}`],
    ['kernel', findings.kernel],
    ['cores', findings.cores],
    ['open files (RLIMIT_NOFILE)', limit(limits.openFiles)],
    ['processes and threads (RLIMIT_NPROC)', limit(limits.userProcesses)],
    ['kernel.threads-max', limits.threadsMax ?? UNKNOWN],
    ['vm.max_map_count', limits.mapCount ?? UNKNOWN],
    ['net.core.somaxconn', limits.somaxconn ?? UNKNOWN],
    ['net.ipv4.tcp_max_syn_backlog', limits.synBacklog ?? UNKNOWN],
    ['net.ipv4.ip_local_port_range', limits.ephemeralPorts?.join(' to ') ?? UNKNOWN],
    ...Object.entries(findings.options).map(([name, result]): [string, string] => [
      name,
      result === true ? 'works' : result,
    ]),
  ];
  // No colours: what it says may go to a file, or to an issue.
  const table = new Table({ style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return [
    table.toString(),
    ...problems.map((text) => `problem: ${text}`),
    ...hints.map((text) => `advice: ${text}`),
    ...(problems.length + hints.length === 0 ? ['Nothing to complain of.'] : []),
  ].join('\n');
}

function limit(found: Limit | null): string {
  if (found === null) return UNKNOWN;
  const text = (n: number | null) => (n === null ? 'unlimited' : String(n));
  return found.soft === found.hard ? text(found.soft) : `${text(found.soft)}, at most ${text(found.hard)}`;
}
