import { expect, it } from 'vitest';
import { progress } from '../../../lib/bench/progress.js';
import { SERVERS } from '../../../lib/bench/server_kinds.js';
import { USUAL } from '../../../lib/bench/settings.js';
import { WORKLOADS } from '../../../lib/bench/workloads.js';

it('where nobody can look at a moving line, every round is one', () => {
  let text = '';
  const workloads = WORKLOADS.filter(({ id }) => id.startsWith('kv-16'));
  const settings = { ...USUAL, rounds: 1, loadThreads: 1 };
  const shown = progress(workloads, SERVERS, settings, { write: (more) => (text += more) });
  for (const workload of workloads) {
    for (const round of [0, 1]) {
      for (const kind of SERVERS.filter(({ works }) => works.includes('kv')))
        shown.onRun(workload, kind, round);
    }
  }
  shown.done();
  expect(text.split('\n')).toEqual([
    '  0 %  key-value, 16 connections, pipeline 1: warm-up',
    ' 25 %  key-value, 16 connections, pipeline 1: round 1 of 1',
    ' 50 %  key-value, 16 connections, pipeline 32: warm-up',
    ' 75 %  key-value, 16 connections, pipeline 32: round 1 of 1',
    '',
  ]);
});
