/** Drives the servers of one workload, round by round. @internal */
import { native } from '../binding/index.js';
import type { LoadOptions, LoadReport } from '../binding/native_load.js';
import { disturbed } from './disturbance.js';
import { drive, onLoopback } from './drive.js';
import { BenchError, messageOf } from './error.js';
import { IdleCrowd, type IdleMemory } from './idle_crowd.js';
import { listenOverflows } from './proc.js';
import { NoneInTime, searchAround } from './rate_around.js';
import { contestantsOf, type ServerKind } from './server_kinds.js';
import { ServerProcess } from './server_process.js';
import type { Settings } from './settings.js';
import { serviceOf, type Workload } from './workloads.js';

/** What one server did with one workload. @internal */
export interface Measured {
  readonly kind: ServerKind;
  /** In the order of the rounds: the same index is the same round for every server. */
  readonly reports: LoadReport[];
  /** Bytes; null where the system does not tell. */
  peakMemory: number | null;
  /** What each idle connection cost; null: there were none, or the system does not tell. */
  idleMemory: IdleMemory | null;
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
  /** Servers that cannot be had on this machine, and those that were never in time. */
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
  return workloads.reduce((sum, workload) => sum + contestantsOf(workload, kinds).length * (rounds + 1), 0);
}

/** A server that runs, and what it has done so far. */
interface Contestant extends Measured {
  readonly process: ServerProcess;
  crowd: IdleCrowd | null;
  /** Requests a second that it was good for so far, where that is looked for. */
  pace: number;
  /** Why it is no longer in the rounds: it is never in time. */
  tooLate: string | null;
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
    const service = serviceOf(workload);
    for (const kind of contestantsOf(workload, kinds)) {
      const command = await kind
        .command(service === 'busy' ? workload.work : service)
        .catch((error: unknown) => {
          if (!(error instanceof BenchError)) throw error;
          missing.push({ kind, why: error.message });
        });
      if (command === undefined) continue;
      const process = await ServerProcess.start(kind.title, command, signal);
      contestants.push({
        ...{ kind, process, reports: [], peakMemory: null, idleMemory: null, crowd: null },
        ...{ pace: 0, tooLate: null },
      });
    }
    const before = listenOverflows();
    await runRounds(workload, contestants, settings, signal, onRun);
    const after = listenOverflows();
    for (const contestant of contestants) {
      contestant.peakMemory = contestant.process.peakMemory();
      contestant.crowd?.leave();
    }
    for (const { kind, tooLate } of contestants) {
      if (tooLate !== null) missing.push({ kind, why: tooLate });
    }
    return {
      workload,
      measured: contestants
        .filter(({ tooLate }) => tooLate === null)
        .map(({ process, crowd, pace, tooLate, ...measured }) => measured),
      missing,
      listenOverflows: before === null || after === null ? null : after - before,
    };
  } finally {
    await Promise.all(contestants.map(({ process }) => process.stop()));
  }
}

/** One server's run in one round. */
interface Turn {
  readonly workload: Workload;
  readonly contestant: Contestant;
  readonly settings: Settings;
  /** 0 is the warm-up. */
  readonly round: number;
  readonly cores: readonly number[];
  readonly signal: AbortSignal;
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
    for (let place = 0; place < contestants.length; place++) {
      const contestant = contestants[(round + place) % contestants.length]!;
      if (contestant.tooLate !== null) continue;
      onRun(workload, contestant.kind, round);
      const where = `${workload.title}, ${contestant.kind.title}, ${round === 0 ? 'warm-up' : `round ${round}`}`;
      const failed = (error: unknown) => {
        if (signal.aborted) throw error;
        if (error instanceof NoneInTime) {
          contestant.tooLate = error.message;
          return null;
        }
        throw new BenchError(`${where}: ${messageOf(error)}`, { cause: error });
      };
      const turn = { workload, contestant, settings, round, cores, signal };
      const run = workload.p99Under > 0 ? runSearch : runOnce;
      const report = await run(turn).catch(failed);
      if (report === null) continue;
      if (round > 0) contestant.reports.push(report);
      // Not before the warm-up, whose memory would be taken for theirs.
      else if (workload.idle > 0) await gatherIdle(turn).catch(failed);
    }
  }
}

/** From where the round before has ended; the warm-up, from what a closed loop reaches. */
async function runSearch(turn: Turn): Promise<LoadReport> {
  const { workload, contestant, round, signal } = turn;
  const { process } = contestant;
  if (round === 0) {
    const { requests, seconds } = await runOnce(turn);
    contestant.pace = requests / seconds;
  }
  const options = loadOptions(turn);
  const found = await searchAround(contestant.pace, workload.p99Under * 1_000, (rate) =>
    drive(onLoopback(process.port), { ...options, rate }, signal).catch(async (error: unknown) => {
      throw signal.aborted ? error : await process.explain(error);
    }),
  );
  contestant.pace = found.rate;
  return found.report;
}

async function gatherIdle({ workload, contestant, settings, signal }: Turn): Promise<void> {
  const { process } = contestant;
  contestant.crowd = await IdleCrowd.gather(workload.idle, process, settings.patienceMs, signal);
  contestant.idleMemory = contestant.crowd.memory;
}

async function runOnce(turn: Turn): Promise<LoadReport> {
  const { workload, contestant, settings, cores, signal } = turn;
  const { process } = contestant;
  const options = loadOptions(turn);
  try {
    if (cores.length > 0) for (const pid of process.pids) native.pinProcess(pid, cores);
    for (const longer of LONGER) {
      const durationMs = settings.durationMs * longer;
      const report = await disturbed(workload, process, signal, (stop) =>
        drive(onLoopback(process.port), { ...options, durationMs }, stop),
      );
      if (report.requests > 0) return report;
    }
    throw new BenchError('not one request was answered within the time measured');
  } catch (error) {
    throw signal.aborted ? error : await process.explain(error);
  }
}

function loadOptions({ workload, contestant: { kind, process }, settings, round, cores }: Turn): LoadOptions {
  const { work, connections, rate, message, window, messages, pipeline, reads, keys, valueSize, zipf } =
    workload;
  return {
    ...{ work, connections, rate, message, window, messages, pipeline, cores },
    ...{ protocol: kind.protocol ?? 'line', reads, keys, valueSize, zipf },
    threads: settings.loadThreads,
    warmUpMs: round === 0 ? settings.firstWarmUpMs : settings.warmUpMs,
    durationMs: settings.durationMs,
    patienceMs: settings.patienceMs,
    serverPids: process.pids,
    seed: round,
  };
}
