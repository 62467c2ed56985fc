/** How long and how often. */
export interface Settings {
  /** Recorded runs of each server; they are interleaved. */
  readonly rounds: number;
  /** Of each run. */
  readonly durationMs: number;
  /** Before the clock of each run starts. */
  readonly warmUpMs: number;
  /** The unrecorded run before a server's first: code is compiled, memory is touched. */
  readonly firstWarmUpMs: number;
  /** How long nothing may come before the run has failed. */
  readonly patienceMs: number;
  /** Threads of the load generator. */
  readonly loadThreads: number;
}

/** Some eight minutes for all workloads. @internal */
export const USUAL = { rounds: 5, durationMs: 300, warmUpMs: 100, firstWarmUpMs: 300, patienceMs: 5_000 };
/** Shows that everything works, and little more. @internal */
export const QUICK = { rounds: 3, durationMs: 80, warmUpMs: 30, firstWarmUpMs: 60, patienceMs: 5_000 };

/**
 * As many as there are cores: a load of fewer would be what limits a server that uses more, and a single one serves its
 * connections in step, which no clients do. @internal
 */
export function loadThreads(cores: number): number {
  return Math.min(Math.max(cores, 1), 8);
}
