/** Why the benchmark ended early: told to the user without a stack. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}

/** @internal */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** On stderr; a defect of ours with its stack. @internal */
export function complain(error: unknown): void {
  console.error(error instanceof BenchError ? `bench: ${error.message}` : error);
}
