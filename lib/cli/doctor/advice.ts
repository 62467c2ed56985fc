import type { Findings } from './findings.js';
import type { Limit } from './limits.js';

/** @internal */
export interface Advice {
  /** What is wrong: something does not work at all. */
  readonly problems: string[];
  /** What will be short where there is much to serve. */
  readonly hints: string[];
}

/** Connections that a server should not have to count. */
const MANY = 10_000;
/** Linux's own since 5.4. */
const SOMAXCONN = 4_096;
/** Maps of memory that a thread's stack takes. */
const MAPS_A_THREAD = 2;

/** @internal */
export function adviceFor(findings: Findings): Advice {
  const { addon, options } = findings;
  if ('error' in addon)
    return { problems: [`The addon is not loaded. ${addon.error}`], hints: hintsFor(findings) };
  const broken = ['TCP over IPv4', 'UDP'].filter((name) => options[name] !== true);
  return {
    problems: broken.map((name) => `${name} does not work on 127.0.0.1: ${options[name]}`),
    hints: hintsFor(findings),
  };
}

function hintsFor({ limits, options }: Findings): string[] {
  const { openFiles, userProcesses, threadsMax, mapCount, somaxconn, ephemeralPorts } = limits;
  const hints: string[] = [];
  if (below(openFiles, MANY)) {
    hints.push(
      `Each connection is a file, and ${openFiles!.soft} may be open: raise the hard limit (ulimit -Hn, LimitNOFILE= of systemd, --ulimit nofile= of Docker).`,
    );
  }
  const threads = Math.min(
    userProcesses?.soft ?? Infinity,
    threadsMax ?? Infinity,
    (mapCount ?? Infinity) / MAPS_A_THREAD,
  );
  if (threads < MANY) {
    hints.push(
      `A thread for each connection reaches about ${Math.floor(threads)} (ulimit -u, kernel.threads-max, vm.max_map_count): serve more than that in a pool (--pool).`,
    );
  }
  if (somaxconn !== null && somaxconn < SOMAXCONN) {
    hints.push(
      `${somaxconn} connections may wait to be accepted; more that come at once are held up for a second and longer: sysctl net.core.somaxconn=${SOMAXCONN}.`,
    );
  }
  if (ephemeralPorts !== null && ephemeralPorts[1] - ephemeralPorts[0] < MANY) {
    hints.push(
      `${ephemeralPorts[1] - ephemeralPorts[0] + 1} ports are there for connecting to one address: sysctl net.ipv4.ip_local_port_range='32768 60999'.`,
    );
  }
  if (typeof options['TCP over IPv6'] === 'string') {
    hints.push(
      `IPv6 does not work (${options['TCP over IPv6']}): names with IPv6 addresses are tried in vain first.`,
    );
  }
  return hints;
}

function below(limit: Limit | null, n: number): boolean {
  return limit !== null && limit.soft !== null && limit.soft < n;
}
