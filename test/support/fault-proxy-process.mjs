// The process behind fault-proxy.mjs.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from './random.mjs';

/** How long both ends stay open where somebody is not to hear of the other's: longer than a peer's patience. */
const SILENT_MS = 10_000;
/** So many pieces of a way are small or late; what follows is passed on as it comes. */
const MOST_PIECES = 300;
const MOST_DELAYS = 8;
const SIZES = { whole: [1e9], some: [1, 7, 100, 1_500, 20_000], bytes: [1, 1, 2, 3], slow: [50, 5_000] };

/** One direction of a connection. */
class Way {
  relayed = 0;
  #from;
  #to;
  #plan;
  #random;
  #link;
  #pieces = MOST_PIECES;
  #delays = MOST_DELAYS;
  #stall;
  #wake = () => {};

  constructor(from, to, plan, link) {
    this.#from = from;
    this.#to = to;
    this.#plan = plan;
    this.#link = link;
    this.#random = new Random(link.seed++);
    this.#stall = plan.stall;
    const news = () => this.#wake();
    for (const event of ['readable', 'end', 'close']) from.on(event, news);
    for (const event of ['drain', 'close']) to.on(event, news);
  }

  /** Whether what becomes of its source is nobody's business any more. */
  get silent() {
    return this.#link.gone || (this.#plan.cut?.how === 'silence' && this.relayed === this.#plan.cut.at);
  }

  /** Resolves when its source has ended, and that was passed on if it is to be. */
  async run() {
    for (let bytes = await this.#next(); bytes !== null; bytes = await this.#next()) {
      if (await this.#relay(bytes)) continue;
      while ((await this.#next()) !== null); // and says nothing
      return;
    }
    if (!this.silent) this.#to.end();
  }

  /** What has come; null: the end of the source. */
  async #next() {
    for (;;) {
      const bytes = this.#link.gone ? null : this.#from.read();
      if (bytes !== null) return bytes;
      if (this.#from.readableEnded || this.#from.destroyed) return null;
      await this.#news();
      if (this.#plan.gatherMs > 0) await sleep(this.#plan.gatherMs);
    }
  }

  #news() {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** False: here it breaks off. */
  async #relay(bytes) {
    const { cut } = this.#plan;
    const whole = cut === null || this.relayed + bytes.length <= cut.at;
    let rest = whole ? bytes : bytes.subarray(0, cut.at - this.relayed);
    while (rest.length > 0) {
      const piece = rest.subarray(0, this.#size());
      await this.#pause(piece.length);
      if (this.#link.gone || this.#to.destroyed) return true; // run() sees what has become of the source
      this.relayed += piece.length;
      rest = rest.subarray(piece.length);
      if (this.#to.write(piece)) continue;
      while (this.#to.writableNeedDrain && !this.#to.destroyed) await this.#news();
    }
    if (!whole) this.#break(cut.how);
    return whole;
  }

  #size() {
    if (this.#pieces === 0) return 1e9;
    this.#pieces--;
    return this.#random.pick(SIZES[this.#plan.pieces]);
  }

  /** Before a piece of this size. */
  async #pause(size) {
    const stall = this.#stall;
    if (stall !== null && this.relayed + size > stall.at) {
      this.#stall = null;
      await sleep(stall.ms);
    }
    if (this.#delays === 0 || this.#plan.pieces === 'whole' || !this.#random.once(4)) return;
    this.#delays--;
    await sleep(this.#random.below(5));
  }

  #break(how) {
    process.send({ broken: this.#link.port, value: Date.now() });
    if (how === 'reset') this.#link.reset();
    if (how === 'gone') this.#link.vanish();
    if (how === 'end') this.#to.end();
  }
}

/** A connection through the proxy: the client's socket, and the one to the server. */
class Link {
  gone = false;
  #sockets;

  constructor(client, server, plan) {
    this.port = client.localPort;
    this.seed = plan.seed;
    this.#sockets = [client, server];
    const up = new Way(client, server, plan.up, this);
    const down = new Way(server, client, plan.down, this);
    // What breaks one side is passed on to the other, as if there were no proxy.
    client.on('error', () => up.silent || server.resetAndDestroy());
    server.on('error', () => down.silent || client.resetAndDestroy());
    Promise.all([up.run(), down.run()]).then(() =>
      up.silent || down.silent ? this.#hold() : this.#destroy(),
    );
  }

  reset() {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Neither side hears anything of the other any more. */
  vanish() {
    this.gone = true;
    this.#hold();
  }

  #hold() {
    setTimeout(() => this.#destroy(), SILENT_MS);
  }

  #destroy() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

const SETTINGS = { allowHalfOpen: true, noDelay: true };
const plans = new Map(); // by port, in the order in which they are used

const tasks = {
  open: ({ target }) =>
    new Promise((resolve) => {
      const server = net.createServer(SETTINGS, (client) => {
        const plan = plans.get(server.address().port).shift();
        const onward = net.connect({ ...target, ...SETTINGS });
        onward.once('error', () => client.resetAndDestroy());
        onward.once('connect', () => {
          onward.removeAllListeners('error');
          new Link(client, onward, plan);
        });
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        plans.set(port, []);
        resolve(port);
      });
    }),
  prepare: ({ port, plan }) => plans.get(port).push(plan),
};

process.on('message', async ({ id, task, ...details }) => {
  process.send({ id, value: await tasks[task](details) });
});
process.on('disconnect', () => process.exit());
