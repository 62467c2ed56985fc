/**
 * How a server's program talks to the benchmark: its port, and its end. `processes` are those that serve, where they are others
 * than this one alone.
 *
 * @internal
 */
export function announce(port: number, processes: readonly number[] = []): void {
  process.stdout.write(`port ${port}${processes.length > 0 ? `, processes ${processes.join(' ')}` : ''}\n`);
  // The benchmark's end, however it comes, closes this; Deno tells the end of it alone.
  for (const event of ['end', 'close']) process.stdin.on(event, () => process.exit(0));
  process.stdin.resume();
}

/** The kernel cuts it down to what it allows; every server has as much. @internal */
export const BACKLOG = 2 ** 31 - 1;
