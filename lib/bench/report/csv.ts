import { stringify } from 'csv-stringify/sync';
import { type Results, ratesOf } from '../results.js';

/**
 * A row for each round (RFC 4180, with a header), for a spreadsheet or a program. What a spreadsheet would take for a formula
 * gets an apostrophe in front.
 *
 * @internal
 */
export function csv({ workloads }: Results): string {
  const rows = workloads.flatMap((workload) =>
    workload.servers.flatMap((server) => {
      const rates = ratesOf(workload, server);
      return server.rounds.map((round, i) => ({
        workload: workload.id,
        server: server.server,
        connections: workload.connections,
        round: i + 1,
        rate: rates[i],
        rate_unit: `${workload.unit}/s`,
        asked_per_s: workload.rate || null,
        requests: round.requests,
        waiting: round.waiting,
        resent: round.resent,
        lost: round.lost,
        reordered: round.reordered,
        seconds: round.seconds,
        p50_us: round.p50,
        p90_us: round.p90,
        p99_us: round.p99,
        p999_us: round.p999,
        max_us: round.max,
        server_cpu_s: round.serverCpuSeconds,
        load_cpu_s: round.loadCpuSeconds,
        busiest_load_thread: round.busiestThread,
        server_peak_memory_bytes: server.peakMemory,
        idle_resident_bytes: server.idleMemory?.resident,
        idle_kernel_bytes: server.idleMemory?.kernel,
      }));
    }),
  );
  return stringify(rows, { header: true, escape_formulas: true });
}
