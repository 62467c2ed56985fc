// node --expose-gc scripts/campaigns/fault-proxy.mjs [CONNECTIONS = 5000] [SEED] [--lenient]
//
// Clients of three kinds (blocking, stdnet/async, node:net) and servers of every kind, with a proxy between them that delays,
// splits, gathers, stalls and breaks off (test/support/fault-proxy.mjs). What comes back is the beginning of what a model says,
// and all of it where nothing was broken off; a line is never half; each side hears of the break what the guide says; nobody
// waits longer than his timeout; counters add up; afterwards as much is open as before.

import { descriptorCount, settled, threadCount } from '../../test/support/counts.mjs';
import { FaultProxy, randomPlan } from '../../test/support/fault-proxy.mjs';
import { Random } from '../../test/support/random.mjs';
import { clients, leaveClients } from './proxied-clients.mjs';
import { Dialogue } from './proxied-dialogues.mjs';
import { SERVERS } from './proxied-servers.mjs';
import { finish } from './report.mjs';
import { settings } from './servers.mjs';

const {
  numbers: [count, seed],
} = settings(5_000, Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const DEADLINE_MS = 30_000;
/** Of who must not wait in vain, and of who will. */
const PATIENT_MS = 20_000;
const CLIENT_MS = 300;
const SERVER_MS = 400;
/** The thread that watches over blocked calls comes with the first, and stays. */
const MONITOR = 1;
/** Nothing more goes to the server, and nobody tells it. */
const SILENT = ['silence up', 'gone up', 'gone down'];

const RESET = ['ConnectionReset', 'BrokenPipe'];
const TIMEOUT = ['TimedOut', 'WouldBlock'];
/** What the client, and what the server may hear, by how the connection breaks off and which way. */
const ENDS = {
  none: [['end'], ['end']],
  'end up': [['end'], ['end', 'UnexpectedEof']],
  'end down': [['end'], ['end']],
  'reset up': [RESET, RESET],
  'reset down': [RESET, [...RESET, 'end']],
  // Whoever is patient for a shorter time ends it first, where the other can hear of that.
  'silence up': [['WouldBlock', 'end', 'ConnectionReset'], TIMEOUT],
  'silence down': [['WouldBlock'], [...TIMEOUT, 'end', 'ConnectionReset']],
  'gone up': [['WouldBlock'], TIMEOUT],
  'gone down': [['WouldBlock'], [...TIMEOUT, 'end']],
  // On a busy machine somebody's patience is over before that.
  'not yet': [
    ['WouldBlock', 'end', ...RESET],
    [...TIMEOUT, 'end', ...RESET],
  ],
};

const wrong = [];
const seen = {};
const late = { client: 0, server: 0 };
let bytes = 0;

function within(promise, what) {
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`stuck: ${what}; seed ${seed}`)), DEADLINE_MS);
  });
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}

/** Whether a connection with an impatient server got as far as where it is broken off, before the server's patience was over. */
function gotThere({ up, down }, told) {
  if (told === null) return false; // nobody knows
  return up.cut === null ? told.bytesOut >= down.cut.at : told.bytesIn >= up.cut.at;
}

/** What was broken off: its name in ENDS, and after how many bytes. */
function breakOf(plan, told, happened) {
  const { up, down } = plan;
  const { how } = up.cut ?? down.cut ?? {};
  if ((how === 'silence' || how === 'gone') && !(happened && gotThere(plan, told)))
    return { name: 'not yet' };
  if (up.cut !== null) return { name: `${up.cut.how} up`, said: up.cut.at };
  if (down.cut !== null) return { name: `${down.cut.how} down`, answered: down.cut.at };
  return { name: 'none' };
}

/** What came back where that is certain; null: where it is not. */
function answerOf(dialogue, { name, said, answered }) {
  if (name === 'none') return dialogue.answered(dialogue.said.length, true).reply;
  if (name === 'end up') return dialogue.answered(said, true).reply;
  if (name === 'end down') return dialogue.answered(dialogue.said.length, true).reply.subarray(0, answered);
  return null;
}

function problemOfClient({ received, end }, kind, dialogue, broken) {
  const [allowed] = ENDS[broken.name];
  // libuv takes a reset for the end where it comes right behind the bytes that it has just read.
  const mistaken = kind === 'node' && end === 'end' && allowed === RESET;
  if (!allowed.includes(end) && !mistaken) return `the client hears ${end}`;
  const certain = answerOf(dialogue, broken);
  if (certain !== null)
    return received.equals(certain) ? null : `${received.length} bytes came back, not ${certain.length}`;
  const { reply } = dialogue.answered(broken.said ?? dialogue.said.length, false);
  return received.equals(reply.subarray(0, received.length)) ? null : 'other bytes came back';
}

/** A server that has heard so many bytes has done what they say: no more, and nothing by halves. */
function problemOfServer({ end, bytesIn, bytesOut }, store, dialogue, broken) {
  const [, allowed] = ENDS[broken.name];
  if (!allowed.includes(end)) return `the server hears ${end}`;
  if (bytesIn > (broken.said ?? dialogue.said.length)) return 'more bytes than were said';
  if (broken.name === 'none' && bytesIn !== dialogue.said.length) return 'not all was heard';
  if (broken.name === 'end up' && bytesIn !== broken.said) return 'not all was heard before the end';
  if (broken.name === 'reset down' && end === 'end' && bytesIn !== dialogue.said.length)
    return 'an end that nobody made';
  const { reply } = dialogue.answered(bytesIn, end === 'end');
  if (bytesOut > reply.length) return `${bytesOut} bytes answered, not ${reply.length}`;
  if (broken.name === 'none' && bytesOut !== reply.length) return 'not all was answered';
  const right = store === null || dialogue.mayBeStored((key) => store.get(key), bytesIn, end === 'end');
  return right ? null : 'other values are stored';
}

/** A server behind the proxy, and its clients, one after the other. */
class Lane {
  made = 0;
  #ends = {};
  #settings;

  /** `settings`: name, protocol, server, cuts, ms (the client's patience), and a random generator. */
  constructor(settings) {
    this.#settings = settings;
  }

  async run(times, proxy) {
    const { server } = this.#settings;
    const port = await proxy.open(server.target);
    for (let i = 0; i < times && wrong.length === 0; i++) await this.#connection(proxy, port);
    this.#count(server.stats());
  }

  async #connection(proxy, port) {
    const { name, protocol, server, cuts, ms, random } = this.#settings;
    const dialogue = new Dialogue(random, protocol, `${name}.${this.made++}`.replace(/\W/g, '_'));
    const whole = dialogue.answered(dialogue.said.length, true).reply;
    const plan = randomPlan(random, { up: dialogue.said.length, down: whole.length }, random.pick(cuts));
    const kind = random.pick(Object.keys(clients));
    const stops = dialogue.pauses.map((said) => ({
      said,
      answered: dialogue.answered(said, false).reply.length,
    }));
    const byLines = protocol !== 'resp' && random.once(2);
    const talk = { port, ms, said: dialogue.said, stops, seed: plan.seed, byLines };
    await proxy.prepare(port, plan);
    const what = { server: name, client: kind, number: this.made, plan };
    const ended = Promise.all([clients[kind](talk), server.over()]);
    const [client, told] = await within(ended, JSON.stringify(what));
    this.#check(what, dialogue, client, told, proxy.brokenAt(port));
  }

  #check(what, dialogue, client, told, brokenAt) {
    const broken = breakOf(what.plan, told, brokenAt !== undefined);
    const problems = [problemOfClient(client, what.client, dialogue, broken)];
    if (told !== null) {
      problems.push(problemOfServer(told, this.#settings.server.store, dialogue, broken));
      this.#ends[told.end] = (this.#ends[told.end] ?? 0) + 1;
    }
    const heard = `${client.end} / ${told?.end ?? '?'}`;
    for (const problem of problems) if (problem !== null) wrong.push({ problem, heard, ...what });
    bytes += dialogue.said.length + client.received.length;
    seen[broken.name] ??= {};
    seen[broken.name][heard] = (seen[broken.name][heard] ?? 0) + 1;
    if (client.waited !== null) late.client = Math.max(late.client, client.waited - CLIENT_MS);
    if (told !== null && SILENT.includes(broken.name))
      late.server = Math.max(late.server, Date.now() - brokenAt - SERVER_MS);
  }

  #count(stats) {
    if (stats === null) return;
    const { end: _, ...errors } = this.#ends;
    const sorted = (counts) => JSON.stringify(Object.entries(counts).sort());
    const right = stats.accepted === this.made && stats.ended === this.made && stats.active === 0;
    if (!right || sorted(stats.errors) !== sorted(errors))
      wrong.push({ problem: 'counters', server: this.#settings.name, made: this.made, errors, stats });
  }
}

/** Each server twice: one whose connections are broken off so that somebody hears of it, and one that must find out by itself. */
async function lanesOf([name, [protocol, start]], number) {
  const made = [];
  for (const silent of [false, true]) {
    const server = await start(silent ? SERVER_MS : PATIENT_MS);
    const lane = new Lane({
      ...{ name: silent ? `${name}, impatient` : name, protocol, server },
      cuts: silent ? ['silence', 'gone'] : [null, null, 'end', 'reset'],
      ms: silent ? CLIENT_MS : PATIENT_MS,
      random: new Random(seed + 2 * number + (silent ? 1 : 0)),
    });
    made.push({ lane, server, silent });
  }
  return made;
}

/** How many connections there were. */
async function campaign() {
  const proxy = new FaultProxy();
  const lanes = (await Promise.all(Object.entries(SERVERS).map(lanesOf))).flat();
  const patient = lanes.filter(({ silent }) => !silent).length;
  const times = (silent) =>
    Math.ceil(silent ? count / 5 / (lanes.length - patient) : (count * 4) / 5 / patient);
  await Promise.all(lanes.map(({ lane, silent }) => lane.run(times(silent), proxy)));
  await proxy.leave();
  await leaveClients();
  await Promise.all(lanes.map(({ server }) => server.close()));
  return lanes.reduce((sum, { lane }) => sum + lane.made, 0);
}

await new FaultProxy().leave(); // what the first process takes for good
const before = { descriptors: descriptorCount(), threads: threadCount() + MONITOR };
const made = await campaign();
const collected = (now) => {
  globalThis.gc();
  return now();
};
const after = {
  descriptors: await settled(() => collected(descriptorCount), before.descriptors),
  threads: await settled(threadCount, before.threads),
};
const clean = after.descriptors <= before.descriptors && after.threads <= before.threads;

for (const problem of wrong.slice(0, 10)) console.log(JSON.stringify(problem));
console.log(`${made} connections, ${bytes} bytes, ${wrong.length} wrong`);
console.log(seen, late, { before, after });
const inTime = late.client <= 0.1 * CLIENT_MS + 20 && late.server <= 0.1 * SERVER_MS + 20;
finish(
  { campaign: 'fault-proxy', seed, made, bytes, seen, late, clean, before, after, wrong: wrong.length },
  wrong.length === 0 && clean,
  inTime,
);
