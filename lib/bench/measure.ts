/** Drives the servers of one workload, round by round. @internal */
import { native } from '../binding/index.js';
import type { LoadOptions, LoadReport } from '../binding/native_load.js';
import { drive, onLoopback } from './drive.js';
import { BenchError, messageOf } from './error.js';
import { listenOverflows } from './proc.js';
import type { ServerKind } from './server_kinds.js';
import { ServerProcess } from './server_process.js';
import type { Settings } from './settings.js';
import type { Workload } from './workloads.js';

/** What one server did with one workload. @internal */
export interface Measured {
  readonly kind: ServerKind;
  /** In the order of the rounds: the same index is the same round for every server. */
  readonly reports: LoadReport[];
  /** Bytes; null where the system does not tell. */
  peakMemory: number | null;
}

/** @internal */
export interface Missing {
  readonly kind: ServerKind;
  readonly why: string;
}

/** @internal */
export interface Outcome {
  readonly workload: Workload;
  readonly measured: readonly Measured[];
  /** Servers that cannot be had on this machine. */
  readonly missing: readonly Missing[];
  /** Connections that full accept queues refused meanwhile, anywhere on the machine; null: not known. */
  readonly listenOverflows: number | null;
}

/** Told before every run. Round 0 is the first warm-up. @internal */
export type OnRun = (workload: Workload, kind: ServerKind, round: number) => void;

/** On a machine that is busy enough a short run may pass without a reply: it is then repeated, so many times as long. */
const LONGER = [1, 4, 16];

/** How many runs there will be, warm-ups counted. @internal */
export function runsOf(
  workloads: readonly Workload[],
  kinds: readonly ServerKind[],
  { rounds }: Settings,
): number {
  const contestants = ({ work }: Workload) => kinds.filter(({ works }) => works.includes(work)).length;
  return workloads.reduce((sum, workload) => sum + contestants(workload) * (rounds + 1), 0);
}

/** A server that runs, and what it has done so far. */
interface Contestant extends Measured {
  readonly process: ServerProcess;
}

/**
 * Starts the servers, each in its own process, and runs A B C, B C A, C A B, …: what the machine does meanwhile meets
 * them all, and nobody always comes first. All are ended when it returns or throws.
 *
 * @throws BenchError naming workload, server and round; the signal's reason.
 * @internal
 */
export async function measure(
  workload: Workload,
  kinds: readonly ServerKind[],
  settings: Settings,
  signal: AbortSignal,
  onRun: OnRun,
): Promise<Outcome> {
  const contestants: Contestant[] = [];
  const missing: Missing[] = [];
  try {
    for (const kind of kinds.filter(({ works }) => works.includes(workload.work))) {
      const command = await kind.command(workload.work).catch((error: unknown) => {
        if (!(error instanceof BenchError)) throw error;
        missing.push({ kind, why: error.message });
      });
      if (command === undefined) continue;
      const process = await ServerProcess.start(kind.title, command, signal);
      contestants.push({ kind, process, reports: [], peakMemory: null });
    }
    const before = listenOverflows();
    await runRounds(workload, contestants, settings, signal, onRun);
    const after = listenOverflows();
    for (const contestant of contestants) contestant.peakMemory = contestant.process.peakMemory();
    return {
      workload,
      measured: contestants.map(({ kind, reports, peakMemory }) => ({ kind, reports, peakMemory })),
      missing,
      listenOverflows: before === null || after === null ? null : after - before,
    };
  } finally {
    await Promise.all(contestants.map(({ process }) => process.stop()));
  }
}

async function runRounds(
  workload: Workload,
  contestants: readonly Contestant[],
  settings: Settings,
  signal: AbortSignal,
  onRun: OnRun,
): Promise<void> {
  const cores = workload.oneCore ? native.allowedCores().slice(-1) : [];
  for (let round = 0; round <= settings.rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(round + turn) % contestants.length]!;
      onRun(workload, contestant.kind, round);
      const where = `${workload.title}, ${contestant.kind.title}, ${round === 0 ? 'warm-up' : `round ${round}`}`;
      const report = await runOnce(workload, contestant, settings, round, cores, signal).catch((error) => {
        if (signal.aborted) throw error;
        throw new BenchError(`${where}: ${messageOf(error)}`, { cause: error });
      });
      if (round > 0) contestant.reports.push(report);
    }
  }
}

async function runOnce(
  workload: Workload,
  { kind, process }: Contestant,
  settings: Settings,
  round: number,
  cores: readonly number[],
  signal: AbortSignal,
): Promise<LoadReport> {
  const { work, connections, rate, message, window, messages, pipeline, reads, keys, valueSize, zipf } =
    workload;
  const options: LoadOptions = {
    ...{ work, connections, rate, message, window, messages, pipeline, cores },
    ...{ protocol: kind.protocol ?? 'line', reads, keys, valueSize, zipf },
    threads: settings.loadThreads,
    warmUpMs: round === 0 ? settings.firstWarmUpMs : settings.warmUpMs,
    durationMs: settings.durationMs,
    patienceMs: settings.patienceMs,
    serverPids: process.pids,
    seed: round,
  };
  try {
    if (cores.length > 0) for (const pid of process.pids) native.pinProcess(pid, cores);
    for (const longer of LONGER) {
      const durationMs = settings.durationMs * longer;
      const report = await drive(onLoopback(process.port), { ...options, durationMs }, signal);
      if (report.requests > 0) return report;
    }
    throw new BenchError('not one request was answered within the time measured');
  } catch (error) {
    throw signal.aborted ? error : await process.explain(error);
  }
}
