import { printable } from '../core/printable.js';

/** Why the benchmark ended early: told to the user without a stack. */
export class BenchError extends Error {
  /** `BenchError`. */
  override readonly name = 'BenchError';
}

/** @internal */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** On stderr, and it may quote a file; a defect of ours with its stack. @internal */
export function complain(error: unknown): void {
  console.error(error instanceof BenchError ? printable(`bench: ${error.message}`) : error);
}
