/** Why the benchmark ended early: told to the user without a stack. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}

/** @internal */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
