/** What a results file must be before anything believes it. @internal */
import * as v from 'valibot';
import { printable } from '../core/printable.js';
import { isHistogram } from './histogram.js';
import { FORMAT, type Results, SCHEMA } from './results.js';

/** Whoever wrote the file, tables are shown in terminals. */
const text = v.pipe(v.string(), v.transform(printable));
const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0));
const some = v.pipe(finite, v.gtValue(0));
const whole = v.pipe(amount, v.integer());
const count = v.pipe(whole, v.minValue(1));
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.minLength(1));

const histogram = v.pipe(text, v.check(isHistogram, 'It is no compressed HdrHistogram.'));

const estimate = v.object({ median: some, low: some, high: some, confidence: amount });

const comparison = v.object({
  ratio: estimate,
  effect: v.pipe(finite, v.minValue(-1), v.maxValue(1)),
  verdict: v.picklist(['faster', 'slower', 'no difference shown', 'too few rounds']),
});

const report = v.object({
  requests: count,
  waiting: v.optional(whole, 0),
  resent: whole,
  lost: v.optional(whole, 0),
  reordered: v.optional(whole, 0),
  seconds: some,
  p50: amount,
  p90: amount,
  p99: amount,
  p999: amount,
  max: amount,
  serverCpuSeconds: v.nullable(amount),
  loadCpuSeconds: amount,
  busiestThread: amount,
});

const server = v.object({
  server: text,
  title: text,
  rate: estimate,
  toBaseline: v.nullable(comparison),
  p50: amount,
  p90: amount,
  p99: amount,
  p999: amount,
  max: amount,
  cpuPerMillion: v.nullable(amount),
  peakMemory: v.nullable(amount),
  idleMemory: v.optional(v.nullable(v.object({ resident: finite, kernel: finite })), null),
  busiestLoadThread: amount,
  loadSaturated: v.boolean(),
  drift: v.nullable(finite),
  outliers: v.array(count),
  histogram: v.optional(v.nullable(histogram), null),
  rounds: list(report),
});

const workload = v.object({
  id: text,
  title: text,
  work: v.picklist(['echo', 'kv', 'lines', 'udp-echo']),
  connections: count,
  rate: v.optional(amount, 0),
  p99Under: v.optional(amount, 0), // files that lack it looked for none
  message: count,
  window: count,
  messages: whole,
  pipeline: count,
  // Files that lack them are of a time when there was no other shape.
  reads: v.optional(v.pipe(amount, v.maxValue(1)), 0.5),
  keys: v.optional(count, 64),
  valueSize: v.optional(count, 32),
  zipf: v.optional(amount, 0),
  // Files that lack them are of a time when nothing happened beside the load.
  neighbours: v.optional(whole, 0),
  busyMs: v.optional(whole, 0),
  idle: v.optional(whole, 0),
  oneCore: v.boolean(),
  unit: v.picklist(['requests', 'bytes']),
  listenOverflows: v.nullable(whole),
  missing: v.array(v.object({ server: text, title: text, why: text })),
  servers: v.array(server),
});

/** @internal */
export const resultsSchema: v.GenericSchema<unknown, Results> = v.object({
  format: v.literal(FORMAT),
  schema: v.literal(SCHEMA),
  startedAt: v.pipe(text, v.isoTimestamp()),
  environment: v.object({
    cpu: text,
    cores: count,
    allowedCores: v.array(whole),
    memory: amount,
    system: text,
    node: text,
    stdnet: text,
    limits: v.object({ somaxconn: v.nullable(whole), openFiles: v.nullable(whole) }),
    loadAverage: amount,
  }),
  settings: v.object({
    rounds: count,
    durationMs: count,
    warmUpMs: whole,
    firstWarmUpMs: whole,
    patienceMs: count,
    loadThreads: count,
  }),
  workloads: list(workload),
});
