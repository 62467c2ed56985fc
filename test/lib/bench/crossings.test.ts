import { describe, expect, it } from 'vitest';
import { crossings } from '../../../lib/bench/crossings.js';
import { familiesOf } from '../../../lib/bench/families.js';
import type { Outcome } from '../../../lib/bench/measure.js';
import { PING_PONG } from '../../../lib/bench/ping_pong.js';
import { remarks } from '../../../lib/bench/remarks.js';
import { measured, outcome, report, rounds } from './outcomes.js';
import { run } from './runs.js';

/** The rate of native threads; node:net has 100,000. */
const point = (id: string, rate: number, busiestThread = 0.5) =>
  outcome(id, [measured('threads', rounds(rate, { busiestThread })), measured('node', rounds(1e5))]);

const found = (outcomes: Outcome[]) => crossings(run(outcomes).workloads, 'threads', 'node');
const from = (rates: Record<string, number>) =>
  found(Object.entries(rates).map(([id, rate]) => point(id, rate)));

const [SLOW, SAME, FAST] = [8e4, 1e5, 2e5];

describe('where one server is ahead of another', () => {
  it('is named by the size of messages', () => {
    expect(from({ 'echo-16': SLOW, 'echo-16-1k': SLOW, 'echo-16-16k': FAST, 'echo-16-64k': FAST })).toEqual([
      'echo, 16 connections: behind up to 1 KiB, ahead from 16 KiB on',
    ]);
  });

  it('is named by the number of connections', () => {
    expect(
      from({ 'echo-4-64k': FAST, 'echo-16-64k': FAST, 'echo-64-64k': FAST, 'echo-256-64k': SLOW }),
    ).toEqual(['echo 64 KiB: ahead up to 64 connections, behind at 256 connections']);
    expect(from({ 'kv-16': FAST, 'kv-128': SLOW })).toEqual([
      'kv, pipeline 1: ahead at 16 connections, behind at 128 connections',
    ]);
  });

  it('is nowhere between two stretches that show nothing', () => {
    expect(from({ 'echo-16': SLOW, 'echo-16-1k': SAME, 'echo-16-16k': SAME, 'echo-16-64k': FAST })).toEqual([
      'echo, 16 connections: behind at 64 B, ahead at 64 KiB',
    ]);
    expect(from({ 'echo-16': SAME, 'echo-16-1k': SAME, 'echo-16-16k': FAST, 'echo-16-64k': FAST })).toEqual([
      'echo, 16 connections: ahead from 16 KiB on',
    ]);
  });

  it('needs intervals that do not overlap', () => {
    const wide = measured(
      'threads',
      [5e4, 9e4, 3e5, 3e5, 4e5].map((rate) => report(rate)),
    );
    const outcomes = [
      point('echo-16', SLOW),
      outcome('echo-16-1k', [wide, measured('node', rounds(1e5))]),
      point('echo-16-16k', FAST),
    ];
    expect(found(outcomes)).toEqual(['echo, 16 connections: behind at 64 B, ahead at 16 KiB']);
    expect(from({ 'echo-16': SAME, 'echo-16-1k': SAME })).toEqual([
      'echo, 16 connections: no difference shown',
    ]);
  });

  it('may change more than once, or never', () => {
    expect(from({ 'echo-16': FAST, 'echo-16-1k': SLOW, 'echo-16-16k': SLOW, 'echo-16-64k': FAST })).toEqual([
      'echo, 16 connections: ahead at 64 B, behind from 1 KiB to 16 KiB, ahead at 64 KiB',
    ]);
    expect(from({ 'echo-16': SLOW, 'echo-16-1k': SLOW })).toEqual([
      'echo, 16 connections: behind throughout',
    ]);
  });

  it('is not where the load was the limit of the one behind', () => {
    const limited = [
      point('echo-16', SLOW, 0.97),
      point('echo-16-1k', SLOW),
      point('echo-16-16k', FAST, 0.97),
    ];
    // Who is ahead in spite of the limit is even further ahead.
    expect(found(limited)).toEqual(['echo, 16 connections: behind at 1 KiB, ahead at 16 KiB']);
    const other = (id: string) =>
      outcome(id, [
        measured('threads', rounds(FAST)),
        measured('node', rounds(1e5, { busiestThread: 0.97 })),
      ]);
    expect(found([other('echo-16'), other('echo-16-1k')])).toEqual([
      'echo, 16 connections: no difference shown',
    ]);
  });

  it('is not told of fewer than five rounds, of one point, and of a server that is not there', () => {
    const short = (id: string, rate: number) =>
      outcome(id, [measured('threads', [report(rate)]), measured('node', [report(1e5)])]);
    expect(found([short('echo-16', SLOW), short('echo-16-1k', FAST)])).toEqual([]);
    expect(from({ 'echo-16': SLOW })).toEqual([]);
    const alone = outcome('echo-16-1k', [measured('node', rounds(1))]);
    expect(found([point('echo-16', SLOW), alone])).toEqual([]);
  });

  it('compares like with like: that on one core has a line of its own', () => {
    expect(from({ 'echo-1': FAST, 'echo-4': SLOW, 'echo-16': FAST, 'echo-1-1k': SLOW })).toEqual([
      'echo, 1 connection, one core: ahead at 64 B, behind at 1 KiB',
      'echo 64 B: behind at 4 connections, ahead at 16 connections',
    ]);
    expect(from({ 'echo-16': SLOW, 'churn-16': FAST, 'streams-4': FAST, 'kv-16': FAST })).toEqual([]);
  });

  it('stands among the remarks', () => {
    const text = remarks(run([point('echo-16', SLOW), point('echo-128', FAST)]).workloads);
    const at = text.indexOf('native threads against node:net, from where on:');
    expect(text[at + 1]).toBe('  echo 64 B: behind at 16 connections, ahead at 128 connections');
  });
});

it('the sweep is a matrix, and has what the usual run has of it', () => {
  expect(PING_PONG).toHaveLength(24);
  expect(PING_PONG.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['echo-1', 'echo-16', 'echo-1000', 'echo-256-16k', 'echo-1-64k']),
  );
  const all = run(PING_PONG.map(({ id }) => point(id, FAST))).workloads;
  expect(familiesOf(all, 'message').map((family) => family.map(({ message }) => message))).toEqual(
    Array.from({ length: 6 }, () => [64, 1_024, 16_384, 65_536]),
  );
  // That of one connection is on one core.
  expect(familiesOf(all, 'connections').map((family) => family.length)).toEqual([5, 5, 5, 5]);
  expect(PING_PONG.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['echo 64 KiB, 1 connection, one core', 'echo 1 KiB, 1,000 connections']),
  );
});
