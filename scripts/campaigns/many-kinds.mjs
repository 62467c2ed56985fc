/** What the campaigns share that hold each way to serve against many connections: a server of each kind, and what they print of it. */
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { server } from '../../bench/support.mjs';
import { leftOver } from '../../test/support/counts.mjs';

const KINDS = ['threads', 'pool', 'function', 'function, pool', 'workers', 'async'];
const LEAVE_MS = 10_000;
const program = fileURLToPath(new URL('many-served.mjs', import.meta.url));

export const MIB = 1024 * 1024;

/** The results of `run(kind)` for each kind that is named behind the number, or for all. */
export async function forEachKind(run) {
  const named = process.argv.slice(3).filter((argument) => !argument.startsWith('--'));
  const results = [];
  for (const kind of named.length > 0 ? named : KINDS) results.push(await run(kind));
  return results;
}

/** An echo server in a process of its own. */
export function servedAs(kind) {
  return server(process.execPath, [program, kind]);
}

/** What it holds more of than `before`, once all had the time to leave. */
export function leftAt(served, before) {
  return leftOver(before, LEAVE_MS, async () => (await served.ask()).held);
}

/** A row for each result; the last column is what is left. */
export function printKinds(head, results) {
  const table = new Table({ style: { head: [], border: [] }, head: ['server', ...head, 'left'] });
  for (const { more, ...row } of results)
    table.push([...Object.values(row), more.map((what) => what.join(': ')).join()]);
  console.log(table.toString());
}
