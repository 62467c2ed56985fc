import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { expect, it } from 'vitest';
import { histogramLogs } from '../../../lib/bench/report/histogram_logs.js';
import type { Results } from '../../../lib/bench/results.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { hostileRun, run } from './runs.js';

const both = run(
  [
    outcome('echo-16', [
      measured('threads', [report(1e5), report(2e5)]),
      measured('node', [report(1e3), report(2e3)]),
    ]),
    outcome('kv-16', [measured('node', rounds(1e5))]),
  ],
  { startedAt: '2026-01-31T12:00:00.500Z' },
);

function withoutHistograms(results: Results, keep: (server: string) => boolean): Results {
  const workloads = results.workloads.map((workload) => ({
    ...workload,
    servers: workload.servers.map((one) => (keep(one.server) ? one : { ...one, histogram: null })),
  }));
  return { ...results, workloads };
}

it('a log for each workload has a line for each server, which hdr-histogram-js reads', () => {
  const logs = histogramLogs(both);
  expect(logs.map(({ file }) => file)).toEqual(['echo-16.hlog', 'kv-16.hlog']);
  const { text } = logs[0]!;
  expect(listTags(text)).toEqual(['threads', 'node']);
  const reader = new HistogramLogReader(text, 64);
  const [threads, node] = [reader.nextIntervalHistogram()!, reader.nextIntervalHistogram()!];
  expect(reader.nextIntervalHistogram()).toBeNull();
  expect([threads.totalCount, node.totalCount]).toEqual([3e5, 3e3]);
  expect(node).toMatchObject({ tag: 'node', startTimeStampMsec: Date.parse('2026-01-31T12:00:00.500Z') });
  expect(node.endTimeStampMsec - node.startTimeStampMsec).toBeCloseTo(2_000);
  const { p50, p90, p99, p999, max } = both.workloads[0]!.servers[1]!;
  [50, 90, 99, 99.9, 100].forEach((percent, i) => {
    const told = node.getValueAtPercentile(percent) / 1000;
    expect(told / [p50, p90, p99, p999, max][i]!).toBeCloseTo(1, 2);
  });
});

it('its lines are those of the format, none of them empty, with the maximum in milliseconds', () => {
  const lines = histogramLogs(both)[0]!.text.split('\n');
  expect(lines.map((line) => line.replace(/HISTF[\w+/=]+$/, '...'))).toEqual([
    '#[stdnet bench, echo-16: nanoseconds, all rounds of a server added up]',
    '#[Histogram log format version 1.3]',
    '#[StartTime: 1769860800.5 (seconds since epoch), 2026-01-31T12:00:00.500Z]',
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    'Tag=threads,0.000,2.000,3.015,...',
    'Tag=node,0.000,2.000,3.015,...',
    '',
  ]);
});

it('no name of the file ends a tag, a line or a folder', () => {
  const [{ file, text }] = histogramLogs(hostileRun()) as [{ file: string; text: string }];
  expect(file).toBe('_HYPERLINK__http___x___2.hlog');
  expect(listTags(text)).toEqual([expect.stringMatching(/^[\w.-]+$/), 'node']);
  expect(text.trimEnd().split('\n')).toHaveLength(6);
});

it('what an older file does not hold is left out; with nothing there is no log', () => {
  const [first, second] = histogramLogs(withoutHistograms(both, (server) => server === 'threads'));
  expect(listTags(first!.text)).toEqual(['threads']);
  expect(second).toBeUndefined();
  expect(() => histogramLogs(withoutHistograms(both, () => false))).toThrow(/hold no histograms/);
});
