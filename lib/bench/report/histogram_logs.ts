/** Logs that the tools of HdrHistogram read: how long requests took, for each workload and server. @internal */
import { HistogramLogWriter } from 'hdr-histogram-js';
import { BenchError } from '../error.js';
import { decoded } from '../histogram.js';
import type { Results, ServerResults, WorkloadResults } from '../results.js';
import { type NamedText, plainName } from './named_text.js';

/** What the tools expect in the column of the maximum: milliseconds, of nanoseconds. */
const MAX_UNIT = 1e6;

/**
 * A log for each workload with a line for each server, whose tag is the server's id: all rounds of it added up.
 *
 * @throws BenchError where the results hold none.
 * @internal
 */
export function histogramLogs({ startedAt, workloads }: Results): NamedText[] {
  const logs = workloads.flatMap((workload) => {
    const servers = workload.servers.filter(({ histogram }) => histogram !== null);
    return servers.length === 0
      ? []
      : [{ file: `${plainName(workload.id)}.hlog`, text: log(startedAt, workload, servers) }];
  });
  if (logs.length > 0) return logs;
  throw new BenchError('the results hold no histograms: they are of an earlier version of stdnet');
}

function log(startedAt: string, workload: WorkloadResults, servers: readonly ServerResults[]): string {
  const lines: string[] = [];
  const writer = new HistogramLogWriter((line) => lines.push(line));
  writer.outputComment(
    `[stdnet bench, ${plainName(workload.id)}: nanoseconds, all rounds of a server added up]`,
  );
  writer.outputLogFormatVersion();
  // Not outputStartTime(): that leaves an empty line behind it, where HdrHistogram's own reader stops.
  writer.outputComment(`[StartTime: ${Date.parse(startedAt) / 1000} (seconds since epoch), ${startedAt}]`);
  writer.outputLegend();
  for (const { server, histogram, rounds } of servers) {
    const all = decoded(histogram!);
    all.tag = plainName(server);
    const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0);
    writer.outputIntervalHistogram(all, 0, seconds, MAX_UNIT);
  }
  return lines.join('');
}
