/** All processes of the soak, and what is done to them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../../test/support/random.mjs';
import { Pairs } from '../random-pairs.mjs';
import { machine } from './machine.mjs';
import * as quotas from './quotas.mjs';
import { Remote } from './remote.mjs';
import { trimming } from './trim.mjs';

/** Rounds that may be begun before one is over: who is quick need not wait for who is slow. */
const AHEAD = 2;
const STUCK_MS = 60_000;
/** In how many rounds each of these happens once. */
const EVERY = { restart: 4, replace: 12, storm: 24 };
const IN_WORKERS = ['blocking', 'parked', 'accepting'];
const DRAINS = [0, 20, 200];
/** Then threads that have nothing to do have left. */
const REST_MS = 1_500;

export class Play {
  faults = [];
  /** How long a Worker took at most to be gone. */
  slowestEnd = 0;
  #seed;
  #random;
  #server;
  #control;
  #clients;
  #names;
  #far = { strangers: 0, own: 0 };
  #granted = 0;
  #progress = () => {};
  #pairs = new Map(); // by service and generation
  #generations = new Map();
  #leaving = new Set();
  #disturbing = new Set();

  static async start(seed) {
    const play = new Play(seed);
    await play.#start();
    return play;
  }

  constructor(seed) {
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  async #start() {
    const seed = this.#seed;
    const env = trimming();
    this.#server = new Remote('serving.mjs', { seed }, env, this.#heard);
    this.#control = new Remote('control.mjs', {}, env, this.#heard);
    const places = (await Promise.all([this.#server, this.#control].map((each) => each.ask('start')))).flat();
    const services = places.map(([name]) => name);
    this.#names = services.filter((name) => name !== 'control');
    this.#clients = ['strangers', 'own'].map(
      (name) => new Remote(`${name}.mjs`, { seed, services }, env, this.#heard),
    );
    for (const [name] of places) this.#generations.set(name, 1);
    await this.#tellClients('place', places);
  }

  /** Rounds of everything until the time is up, some at least, and then until all is over that was begun; `each` is called now and then. */
  async rounds(ms, each) {
    const until = performance.now() + ms;
    await this.#tellClients('rest', false);
    do {
      await this.#grant();
      await this.#news();
      await each?.();
    } while (performance.now() < until && this.faults.length === 0);
    const late = performance.now() + STUCK_MS;
    while (this.#over < this.#granted && this.faults.length === 0) {
      await this.#news();
      if (performance.now() > late) this.faults.push({ what: 'a round does not end', at: await this.look() });
    }
    await this.#tellClients('rest', true);
    await Promise.all(this.#disturbing);
  }

  /** What all processes hold and have done. */
  async look(options) {
    const all = [this.#server, this.#control, ...this.#clients].map((each) => each.ask('look', options));
    const [server, control, strangers, own] = await Promise.all(all);
    const { deeds, ...counts } = server;
    for (const [key, deed] of deeds) this.#pairsOf(key).server(deed);
    const { user, system } = process.cpuUsage();
    return {
      ...{ server: counts, control, strangers, own, parent: { cpu: (user + system) / 1e6 } },
      ...{ done: { ...strangers.done, ...own.done }, machine: machine() },
    };
  }

  /** A look when nothing goes on; at most `ms` later, when `well(look)` is true. */
  async rested(ms, well) {
    await this.#renewWorkers();
    await sleep(REST_MS);
    const late = performance.now() + ms;
    const first = await this.look({ collect: true });
    let look = first;
    while (!well(look) && performance.now() < late) {
      await sleep(100);
      look = await this.look({ collect: true });
    }
    for (const who of ['server', 'own']) look[who].rss = first[who].rss; // before anything was given back
    return look;
  }

  /** Connections of which one side knows nothing. */
  get open() {
    return [...this.#pairs].flatMap(([key, pairs]) => pairs.open.map((pair) => ({ key, ...pair })));
  }

  async end() {
    await Promise.all([...this.#clients, this.#server, this.#control].map((each) => each.end()));
  }

  get quotas() {
    return { ...quotas.strangers, ...quotas.own };
  }

  get #over() {
    return Math.min(...Object.values(this.#far));
  }

  #heard = ({ fault, played, name, rounds }) => {
    if (fault) this.faults.push(fault);
    if (played)
      this.#pairsOf(`${played.name} ${played.generation}`).client(played.port, played.record).done = true;
    if (rounds) this.#far[name] = rounds;
    this.#progress();
  };

  #pairsOf(key) {
    if (!this.#pairs.has(key))
      this.#pairs.set(key, new Pairs((fault) => this.faults.push({ key, ...fault })));
    return this.#pairs.get(key);
  }

  #news() {
    const news = new Promise((resolve) => {
      this.#progress = resolve;
    });
    return Promise.race([news, sleep(1_000)]);
  }

  #tellClients(command, argument) {
    return Promise.all(this.#clients.map((each) => each.ask(command, argument)));
  }

  async #grant() {
    while (this.#granted < this.#over + AHEAD) {
      await this.#tellClients('grant', ++this.#granted);
      this.#disturb(this.#granted);
    }
  }

  #disturb(round) {
    const due = (what) => round % EVERY[what] === 1;
    if (due('restart')) this.#meanwhile(this.#restart(this.#random.pick(this.#names)));
    if (due('replace')) this.#meanwhile(this.#ended(this.#clients[1].ask('replace', round)));
    if (due('storm')) {
      for (const each of [this.#server, this.#clients[1]])
        this.#meanwhile(this.#ended(each.ask('storm', this.#seed + round)));
    }
  }

  /** What waits there for their garbage collectors is gone with them. */
  async #renewWorkers() {
    for (const name of IN_WORKERS) await this.#restart(name);
    for (let place = 0; place < quotas.WORKERS; place++)
      await this.#ended(this.#clients[1].ask('replace', place));
  }

  #meanwhile(disturbance) {
    const all = this.#disturbing;
    const over = disturbance.catch((error) => this.faults.push({ what: error.stack }));
    all.add(over);
    over.then(() => all.delete(over));
  }

  async #ended(workers) {
    this.slowestEnd = Math.max(this.slowestEnd, await workers);
  }

  /** A new one; then everybody is told; then the old one is ended. */
  async #restart(name) {
    const drain = this.#random.pick(DRAINS);
    const generation = this.#generations.get(name);
    if (this.#leaving.has(name)) return;
    this.#leaving.add(name);
    const place = await this.#server.ask('replace', name);
    this.#generations.set(name, generation + 1);
    this.#pairsOf(`${name} ${generation}`).cut();
    await this.#tellClients('place', [place]);
    await this.#server.ask('leave', { name, drain });
    this.#leaving.delete(name);
  }
}
