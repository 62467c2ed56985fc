import { describe, expect, it } from 'vitest';
import { figure } from '../../../lib/bench/format.js';
import type { Outcome } from '../../../lib/bench/measure.js';
import { remarks as remarksOf } from '../../../lib/bench/remarks.js';
import { SERVERS } from '../../../lib/bench/server_kinds.js';
import { table as tableOf } from '../../../lib/bench/table.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { run } from './runs.js';

const table = (outcomes: Outcome[]) => tableOf(run(outcomes).workloads);
const remarks = (outcomes: Outcome[]) => remarksOf(run(outcomes).workloads);

/** The cells of the row that begins with this. */
function cells(text: string, begin: string): string[] {
  const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`│   ${begin}`))!;
  return line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

const all = outcome('echo-16', [
  measured('threads', rounds(90_000)),
  measured('node', rounds(100_000)),
  measured('loop', rounds(150_000)),
  measured('c', rounds(91_000)),
]);

describe('the table', () => {
  it('shows rates, ratios, verdicts, latencies, processor time and memory', () => {
    const text = table([all]);
    expect(text).toContain('echo 64 B, 16 connections');
    expect(cells(text, 'native threads')).toEqual([
      'native threads',
      '90.0 (89.8-90.2)',
      '0.90 (0.90-0.90)',
      'slower',
      '12.3',
      '1,234',
      '5.56',
      '50.0',
    ]);
    expect(cells(text, 'node:net ').slice(2, 4)).toEqual(['', '']);
    expect(cells(text, 'native event loop')[3]).toBe('faster');
  });

  it('holds datagrams against node:dgram', () => {
    const text = table([outcome('udp-16', [measured('udp', rounds(2e5)), measured('dgram', rounds(1e5))])]);
    expect(cells(text, 'native, 1 thread').slice(2, 4)).toEqual(['2.00 (2.00-2.00)', 'faster']);
    expect(cells(text, 'node:dgram').slice(2, 4)).toEqual(['', '']);
  });

  it('counts streams in bytes', () => {
    const text = table([outcome('streams-4', [measured('node', rounds(10_000))])]);
    expect(text).toContain('MB/s');
    expect(cells(text, 'node:net ')[1]).toBe('655 (654-657)');
  });

  it('says what is not known and what is not here', () => {
    const lacking = outcome('echo-1', [measured('node', rounds(1e3, { serverCpuSeconds: null }), null)], {
      missing: [{ kind: SERVERS.at(-1)!, why: 'no compiler\nat all' }],
    });
    const text = table([lacking]);
    expect(cells(text, 'node:net ').slice(-2)).toEqual(['?', '?']);
    expect(text).toContain('left out: no compiler');
    expect(text).not.toContain('at all');
  });

  it('marks a row whose load generator was the limit, and explains the mark', () => {
    const limited = outcome('echo-16', [measured('loop', rounds(1e5, { busiestThread: 0.97 }))]);
    expect(table([limited])).toContain('native event loop *');
    expect(remarks([limited]).join('\n')).toContain('* The load generator was busy all the time');
    expect(remarks([all]).join('\n')).not.toContain('* ');
  });
});

describe('the remarks', () => {
  it('hold native threads against C and against the event loop', () => {
    expect(remarks([all]).slice(0, 4)).toEqual([
      'native threads against C threads:',
      '  echo 64 B, 16 connections: 0.99 (0.99-0.99) slower',
      'native threads against native event loop:',
      '  echo 64 B, 16 connections: 0.60 (0.60-0.60) slower',
    ]);
  });

  it('say that the machine is shared', () => {
    expect(remarks([all]).join('\n')).toContain('Client and server share the cores');
  });

  it('tell of datagrams that were sent again', () => {
    const lossy = measured('dgram', [report(1, { resent: 2 }), report(1, { resent: 1 })]);
    expect(remarks([outcome('udp-16', [lossy])])).toContain(
      'UDP echo 64 B, 16 clients, node:dgram: 3 datagrams were not answered in 250 ms and sent again.',
    );
    expect(remarks([all]).join('\n')).not.toContain('sent again');
  });

  it('tell of full accept queues and of too few rounds', () => {
    const poor = outcome('echo-16', [measured('node', [report(1)])], { listenOverflows: 3 });
    const text = remarks([poor]).join('\n');
    expect(text).toContain('echo 64 B, 16 connections: 3 connections met a full accept queue');
    expect(text).toContain('With 1 round ');
    expect(remarks([all]).join('\n')).not.toMatch(/accept queue|With \d/);
  });
});

it('figures have three digits', () => {
  const figures = [0, 0.01234, 0.5, 1.234, 12.34, 123.4, 1_234.5, 1_234_567].map(figure);
  expect(figures).toEqual(['0', '0.0123', '0.500', '1.23', '12.3', '123', '1,235', '1,234,567']);
});
