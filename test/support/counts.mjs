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

/** Of each kind of descriptor, and of threads. */
export const held = () => ({ ...descriptorCounts(), thread: threadCount() });

/** What there is more of than `before`, after as long as it may take, at most `ms`: names and how many. `now()`: see {@link held}. */
export async function leftOver(before, ms, now = held) {
  const late = performance.now() + ms;
  for (;;) {
    const more = Object.entries(await now()).filter(([name, count]) => count > (before[name] ?? 0));
    if (more.length === 0 || performance.now() > late) return more;
    await sleep(10);
  }
}

/** Waits until `count()` is down to `wanted`, at most `ms`; what it is then. */
export async function settled(count, wanted, ms = 5_000) {
  const end = performance.now() + ms;
  while (count() > wanted && performance.now() < end) await sleep(10);
  return count();
}
