import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../lib/cli/doctor/advice.js';
import type { Findings } from '../../../lib/cli/doctor/findings.js';
import { show } from '../../../lib/cli/doctor/show.js';

const unlimited = { soft: null, hard: null };
const well: Findings = {
  ...{ stdnet: '1.2.3', addon: { path: 'stdnet.node' }, node: '20.19.0', napi: '9' },
  ...{ platform: 'linux-x64', glibc: '2.36', kernel: '6.1', cores: 2 },
  limits: {
    ...{ openFiles: unlimited, userProcesses: unlimited, threadsMax: 100_000, mapCount: 65_530 },
    ...{ somaxconn: 4_096, synBacklog: 2_048, ephemeralPorts: [32_768, 60_999] },
  },
  options: { 'TCP over IPv4': true, 'TCP over IPv6': true, UDP: true },
};

const limited = (limits: Partial<Findings['limits']>): Findings => ({
  ...well,
  limits: { ...well.limits, ...limits },
});

it('nothing is said where nothing is short', () => {
  expect(adviceFor(well)).toEqual({ problems: [], hints: [] });
  expect(show(well, adviceFor(well))).toMatch(/\nNothing to complain of\.$/);
});

it('nothing is said of what the system does not tell', () => {
  const limits = { openFiles: null, userProcesses: null, threadsMax: null, mapCount: null };
  const silent = limited({ ...limits, somaxconn: null, synBacklog: null, ephemeralPorts: null });
  expect(adviceFor(silent)).toEqual({ problems: [], hints: [] });
  expect(show(silent, adviceFor(silent))).toMatch(/kernel\.threads-max +│ unknown/);
});

describe('what is short', () => {
  it.each([
    [{ openFiles: { soft: 1_024, hard: 1_024 } }, /^Each connection is a file, and 1024 may be open/],
    [{ userProcesses: { soft: 500, hard: null } }, /^A thread for each connection reaches about 500 /],
    [{ threadsMax: 900 }, /^A thread for each connection reaches about 900 /],
    [{ mapCount: 3_000 }, /^A thread for each connection reaches about 1500 /],
    [{ somaxconn: 128 }, /^128 connections may wait to be accepted/],
    [{ ephemeralPorts: [60_000, 60_999] as const }, /^1000 ports are there/],
  ])('%j', (limits, hint) => {
    const found = limited(limits);
    expect(adviceFor(found)).toEqual({ problems: [], hints: [expect.stringMatching(hint)] });
    expect(show(found, adviceFor(found))).toMatch(/\nadvice: /);
  });

  it('IPv6', () => {
    const found = { ...well, options: { ...well.options, 'TCP over IPv6': 'no such thing' } };
    expect(adviceFor(found)).toEqual({ problems: [], hints: [expect.stringContaining('no such thing')] });
  });
});

it('what does not work is a problem', () => {
  const noAddon = { ...well, addon: { error: 'It was not built.' }, options: {} };
  expect(adviceFor(noAddon).problems).toEqual(['The addon is not loaded. It was not built.']);
  const noUdp = { ...well, options: { ...well.options, UDP: 'refused' } };
  expect(adviceFor(noUdp).problems).toEqual(['UDP does not work on 127.0.0.1: refused']);
});
