// node scripts/campaigns/drains.mjs [ROUNDS = 1000] [CONNECTIONS = 16] [WINDOW = 4] [--pool THREADS]
//
// shutdown({ drain }) under load, again and again: connections that send requests without a pause, and newcomers. Case R14 of
// the design: no request that the server had received whole goes unanswered (the client knows from its kernel when the
// server's has acknowledged it), it ends within the drain and 200 ms, and the port is free at once.
//
// Of a connection that was there before, what came before the drain was over counts; of a newcomer that came later, what came
// before the shutdown. What is not answered because 100 ms behind the drain were not enough is counted apart: that happens to
// peers that do not read, and on a machine whose processors have other things to do.

import { setTimeout as sleep } from 'node:timers/promises';
import { handlers, serve, TcpListener } from 'stdnet';
import { finish, summary } from './report.mjs';
import { output, peer, settings } from './servers.mjs';

const {
  numbers: [rounds, connections, window],
  threads,
} = settings(1_000, 16, 4);
const LATE_MS = 200;
/** What the server gives its connections for their last answers: it ended no connection before. */
const LAST_WORDS_MS = 100;
const DRAINS = [0, 1, 10, 50];
const load = peer('load');

const seconds = () => Number(process.hrtime.bigint()) / 1e9; // CLOCK_MONOTONIC, as the client's

const late = [];
const ends = {};
const unanswered = [];
let cut = 0;
let answered = 0;
let wrong = 0;

function check(line, { from, drain, lateness }) {
  const [connected, count, end, ...stamps] = line.split(' ');
  answered += Number(count);
  ends[end] = (ends[end] ?? 0) + 1;
  const until = Number(connected) < from ? from + drain / 1_000 : from;
  const lost = stamps.map(Number).filter((stamp) => stamp < until);
  if (lateness >= LAST_WORDS_MS) cut += lost.length;
  else unanswered.push(...lost.map((stamp) => ({ ms: 1_000 * (stamp - from), drain, lateness, end })));
}

async function round(drain) {
  const server = serve('127.0.0.1:0', handlers.lines(), { threads });
  const address = server.localAddr();
  const client = output(load, [address.port, connections, window]);
  while (server.stats().accepted <= connections) await sleep(1); // all are there, and a newcomer
  await sleep(10 * Math.random());

  const from = seconds();
  const over = server.shutdown({ drain });
  TcpListener.bind(address).close(); // throws where the port is not free
  await over;
  const lateness = 1_000 * (seconds() - from) - drain;
  late.push(lateness);
  const { accepted, ended, active } = server.stats();
  if (ended !== accepted || active !== 0) wrong++;
  for (const line of (await client).trim().split('\n')) check(line, { from, drain, lateness });
}

for (let number = 0; number < rounds; number++) await round(DRAINS[number % DRAINS.length]);

for (const request of unanswered.slice(0, 10)) console.log('not answered:', request);
const lateness = summary(late);
console.log(
  `${rounds} rounds, ${answered} requests answered, ${unanswered.length} not, ${cut} cut off; ends`,
  ends,
);
console.log(
  `later than the drain by p50 ${lateness.p50} ms, p99 ${lateness.p99} ms, max ${lateness.max} ms (limit ${LATE_MS})`,
);
finish(
  {
    campaign: 'drains',
    threads,
    rounds,
    answered,
    unanswered: unanswered.length,
    cut,
    ends,
    lateness,
    wrong,
  },
  unanswered.length === 0 && wrong === 0,
  cut === 0 && lateness.max < LATE_MS,
);
