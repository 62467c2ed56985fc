/** How much of what servers take the system gives. @internal */
import { readFileSync } from 'node:fs';

/** null: there is no limit. @internal */
export interface Limit {
  readonly soft: number | null;
  readonly hard: number | null;
}

/** null: the system does not tell. @internal */
export interface Limits {
  /** RLIMIT_NOFILE. Node raises the soft one to the hard one when it starts. */
  readonly openFiles: Limit | null;
  /** RLIMIT_NPROC: threads count. */
  readonly userProcesses: Limit | null;
  readonly threadsMax: number | null;
  readonly mapCount: number | null;
  readonly somaxconn: number | null;
  readonly synBacklog: number | null;
  /** The first and the last. */
  readonly ephemeralPorts: readonly [number, number] | null;
}

type UserLimits = Record<string, { soft: number | 'unlimited'; hard: number | 'unlimited' } | undefined>;

/** @internal */
export function limits(): Limits {
  const { userLimits = {} } = process.report.getReport() as { userLimits?: UserLimits };
  return {
    openFiles: limit(userLimits.open_files),
    userProcesses: limit(userLimits.max_user_processes),
    threadsMax: sysctl('kernel/threads-max'),
    mapCount: sysctl('vm/max_map_count'),
    somaxconn: sysctl('net/core/somaxconn'),
    synBacklog: sysctl('net/ipv4/tcp_max_syn_backlog'),
    ephemeralPorts: range('net/ipv4/ip_local_port_range'),
  };
}

function limit(told: UserLimits[string]): Limit | null {
  if (told === undefined) return null;
  const number = (value: number | 'unlimited') => (value === 'unlimited' ? null : value);
  return { soft: number(told.soft), hard: number(told.hard) };
}

function sysctl(name: string): number | null {
  return numbers(name)?.[0] ?? null;
}

function range(name: string): [number, number] | null {
  const [first, last] = numbers(name) ?? [];
  return first === undefined || last === undefined ? null : [first, last];
}

/** Linux; null elsewhere, and where a container hides it. */
function numbers(name: string): number[] | null {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim().split(/\s+/).map(Number);
  } catch {
    return null;
  }
}
