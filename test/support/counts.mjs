/** What this process holds, as /proc shows it. */

import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function descriptorCount() {
  return readdirSync('/proc/self/fd').length;
}

/** How many there are of each kind that has no name in the file system: 'socket', 'pipe', 'anon_inode:[eventfd]', … */
export function descriptorCounts() {
  const counts = {};
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const kind = readlinkSync(`/proc/self/fd/${fd}`).replace(/:\[\d+\]$/, '');
      if (!kind.startsWith('/')) counts[kind] = (counts[kind] ?? 0) + 1;
    } catch {
      // the directory's own descriptor is gone by now
    }
  }
  return counts;
}

/** The sockets alone: other threads of the runtime open and close files as they like. */
export function socketCount() {
  return descriptorCounts().socket ?? 0;
}

export function threadCount() {
  return readdirSync('/proc/self/task').length;
}

/** Waits until `count()` is down to `wanted`, at most `ms`; what it is then. */
export async function settled(count, wanted, ms = 5_000) {
  const end = performance.now() + ms;
  while (count() > wanted && performance.now() < end) await sleep(10);
  return count();
}
