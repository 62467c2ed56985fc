/** What this process holds, as /proc shows it. */

import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function descriptorCount() {
  return readdirSync('/proc/self/fd').length;
}

/** The sockets alone: other threads of the runtime open and close files as they like. */
export function socketCount() {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
    } catch {
      return false; // the directory's own descriptor is gone by now
    }
  }).length;
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
