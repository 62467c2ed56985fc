/** How a server's program talks to the benchmark: its port, and its end. @internal */
export function announce(port: number): void {
  process.stdout.write(`port ${port}\n`);
  // The benchmark's end, however it comes, closes this.
  process.stdin.on('close', () => process.exit(0));
  process.stdin.resume();
}

/** As many may wait to be accepted as the kernel allows; every server has the same. @internal */
export const BACKLOG = 4_096;
