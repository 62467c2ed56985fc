/**
 * The benchmark, and its load generator, as functions: what the command `stdnet bench` is made of.
 *
 * @module stdnet/bench
 */

export type { KvProtocol, LoadReport } from '../binding/native_load.js';
export type { Environment } from './environment.js';
export { BenchError } from './error.js';
export { type HighestRateOptions, highestRate } from './highest_rate.js';
export type { IdleMemory } from './idle_crowd.js';
export { type LoadTestOptions, loadTest } from './load_test.js';
export type { HighestRate, TriedRate } from './rate_search.js';
export type { MissingServer, Results, RoundResults, ServerResults, WorkloadResults } from './results.js';
export { type BenchProgress, type RunBenchOptions, runBench } from './run_bench.js';
export type { Settings } from './settings.js';
export type { Comparison, Estimate, Verdict } from './statistics.js';
export type { Summary } from './summary.js';
export type { TcpWork, Work, Workload } from './workloads.js';
