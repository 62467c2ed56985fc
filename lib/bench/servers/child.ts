import { createInterface } from 'node:readline';
import { obey } from './busy.js';

/**
 * How a server's program talks to the benchmark: its port, what it is told to do beside, and its end. `processes` are those that serve, where they are others
 * than this one alone.
 *
 * @internal
 */
export function announce(port: number, processes: readonly number[] = []): void {
  process.stdout.write(`port ${port}${processes.length > 0 ? `, processes ${processes.join(' ')}` : ''}\n`);
  // The benchmark's end, however it comes, closes this.
  createInterface(process.stdin)
    .on('line', obey)
    .on('close', () => process.exit(0));
}

/** The kernel cuts it down to what it allows; every server has as much. @internal */
export const BACKLOG = 2 ** 31 - 1;
