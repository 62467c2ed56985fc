/** What was done in each part of the soak, and what it took. */
import { printTable } from '../../../bench/support.mjs';

const PROCESSES = ['server', 'control', 'strangers', 'own', 'parent'];

/** Rounds, with the fraction of the one under way: of all kinds the mean. */
function roundsOf(quotas, done) {
  const parts = Object.entries(quotas).map(([kind, quota]) => done[kind] / quota);
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

/** The part of a look that tells what a process holds. */
export function heldBy({ descriptors, kinds, threads, handles, rss, kept, heapUsed, external }) {
  return { descriptors, kinds, threads, handles, rss, kept, heapUsed, external };
}

/** Between two looks at all. */
export function windowOf(from, to, quotas) {
  const seconds = to.machine.at - from.machine.at;
  const cpu = Object.fromEntries(PROCESSES.map((name) => [name, to[name].cpu - from[name].cpu]));
  const ours = PROCESSES.reduce((sum, name) => sum + cpu[name], 0);
  const spent = (what) => to.machine[what] - from.machine[what];
  const rounds = roundsOf(quotas, to.done) - roundsOf(quotas, from.done);
  const free = ours + spent('idle');
  return {
    ...{ seconds, rounds, cpu, others: spent('busy') - ours, idle: spent('idle'), steal: spent('steal') },
    load: to.machine.load,
    perSecond: rounds / seconds,
    perFreeSecond: rounds / free,
    perServerSecond: rounds / cpu.server,
    perControlSecond: rounds / cpu.control,
    done: Object.fromEntries(Object.keys(quotas).map((kind) => [kind, to.done[kind] - from.done[kind]])),
    ...{ server: heldBy(to.server), own: heldBy(to.own) },
  };
}

const MB = (bytes) => (bytes / 1e6).toFixed(1);

export function printWindows(windows) {
  const head = ['', 'rounds', '/s', '/s free', '/CPU s server', '/CPU s control', 'others', 'idle', 'steal'];
  const rows = windows.map((each, i) => [
    String(i + 1),
    ...[each.rounds.toFixed(0), each.perSecond.toFixed(3), each.perFreeSecond.toFixed(3)],
    ...[each.perServerSecond.toFixed(3), each.perControlSecond.toFixed(1)],
    ...[each.others, each.idle, each.steal].map((s) => `${(s / each.seconds).toFixed(2)}`),
    ...[each.load.toFixed(1), MB(each.server.rss), MB(each.server.heapUsed), MB(each.server.external)],
    ...[each.server.descriptors, each.server.threads, each.server.handles, MB(each.own.rss)].map(String),
  ]);
  const held = ['load', 'server MB', 'heap', 'external', 'descriptors', 'threads', 'handles', 'own MB'];
  printTable([...head, ...held], rows);
}
