import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** Seconds of all processors together since the machine started, and its load. */
export function machine() {
  const [user, nice, system, idle, iowait, irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) / 100);
  return {
    ...{ busy: user + nice + system + irq + softirq, idle: idle + iowait, steal },
    ...{ load: loadavg()[0], at: performance.now() / 1_000 },
  };
}
