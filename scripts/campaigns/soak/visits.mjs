/** What clients of the soak do, whatever they are made of; every byte that comes is compared. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesAt, PERIOD } from '../random-actor.mjs';
import { EXIT } from './exit.mjs';

/** They hold any number of connections. */
const MANY = ['echo', 'echoPool', 'function', 'functionPool', 'parked', 'async'];
/** The others serve one after the other. */
const ECHOES = [...MANY, 'blocking', 'accepting'];
const LINES = ['lines', 'linesPool'];
const KV = ['kv', 'kvPool'];
const DATAGRAM = 1_400;
const TRIES = 20;
/** The kernel counts in ticks, the one that has begun among them. */
const TICK_MS = 10;

/** Never what a server that leaves does. */
export class Wrong extends Error {}

function compare(got, expected) {
  if (got.equals(expected)) return;
  const at = expected.findIndex((byte, i) => byte !== got[i]);
  throw new Wrong(`${got.length} bytes instead of ${expected.length}, others from ${at} on`);
}

const bytesOf = (random, size) => bytesAt(random.below(PERIOD), 0, size);

/** What is read while it is written; a blocking client does one after the other. */
async function together({ blocks }, write, read) {
  if (blocks) await write();
  const [got] = await Promise.all(blocks ? [read()] : [read(), write()]);
  return got;
}

async function answered({ peer, count }, request, reply) {
  const got = await together(
    peer,
    () => peer.write(request),
    () => peer.read(reply.length),
  );
  compare(got, reply);
  count('bytes', got.length);
}

async function exchange(visit) {
  const { random, peer } = visit;
  const bytes = bytesOf(random, 1 + random.below(random.pick([64, 64, 2_000, Math.min(peer.most, 65_536)])));
  await answered(visit, bytes, bytes);
}

async function goodbye({ peer, random }) {
  if (random.once(3)) return; // closed by whoever opened it
  await peer.end();
  compare(await peer.rest(), Buffer.alloc(0));
}

/** Each is given { peer, random, user, again, count } and ends by itself. Its connection is closed behind it. */
export const visits = {
  churn: {
    to: ECHOES,
    async run(visit) {
      await exchange(visit);
      await goodbye(visit);
    },
  },
  /** Stays, and goes on whenever it may. */
  talk: {
    to: MANY,
    async run(visit) {
      for (let left = 20 + visit.random.below(200); left > 0; left--) {
        await exchange(visit);
        if (!(await visit.again())) break;
      }
      await goodbye(visit);
    },
  },
  half: {
    to: ECHOES,
    async run({ peer, random, count }) {
      const bytes = bytesOf(random, random.below(random.pick([10, 5_000, peer.most])));
      const write = async () => {
        await peer.write(bytes);
        await peer.end();
      };
      const got = await together(peer, write, () => peer.rest());
      if (got.length < bytes.length) {
        compare(got, bytes.subarray(0, got.length));
        throw Object.assign(new Error('ended too early'), { code: 'ENDED' });
      }
      compare(got, bytes);
      count('bytes', got.length);
    },
  },
  reset: {
    to: ECHOES,
    async run({ peer, random }) {
      const bytes = bytesOf(random, 1 + random.below(random.pick([100, 20_000])));
      const size = random.below(bytes.length);
      const got = await together(
        peer,
        () => peer.write(bytes),
        () => peer.read(size),
      );
      compare(got, bytes.subarray(0, size));
      peer.reset();
    },
  },
  slow: {
    to: MANY,
    async run({ peer, random, count }) {
      const bytes = bytesOf(random, peer.most);
      const written = peer.write(bytes);
      written.catch(() => {}); // reading tells
      for (let at = 0; at < bytes.length; ) {
        const size = Math.min(bytes.length - at, 1 + random.below(100_000));
        compare(await peer.read(size), bytes.subarray(at, at + size));
        at += size;
        await sleep(random.below(60));
      }
      count('bytes', bytes.length);
      await written;
    },
  },
  idle: {
    to: MANY,
    async run(visit) {
      await sleep(visit.random.below(1_500));
      await exchange(visit);
      await goodbye(visit);
    },
  },
  silence: {
    to: MANY,
    async run(visit) {
      const ms = 1 + visit.random.below(30);
      const took = await visit.peer.silence(ms);
      if (took < ms - TICK_MS) throw new Wrong(`a timeout of ${ms} ms after ${took} ms`);
      await exchange(visit);
    },
  },
  lines: {
    to: LINES,
    async run(visit) {
      const { random } = visit;
      const word = () => random.pick(['line', 'Straße', 'ärger', 'x'.repeat(random.below(400))]);
      const line = () => `${word()} ${random.below(1e6)} ${word()}${random.pick(['\n', '\r\n'])}`;
      const text = Array.from({ length: 1 + random.below(16) }, line).join('');
      const reply = Buffer.from(text.replaceAll('\r', '').toUpperCase());
      await answered(visit, Buffer.from(text), reply);
      await goodbye(visit);
    },
  },
  kv: {
    to: KV,
    async run(visit) {
      const { random, user } = visit;
      const lines = random.once(3);
      for (let batches = 1 + random.below(8); batches > 0; batches--) {
        const { request, reply } = user.batch(random, lines);
        await answered(visit, request, reply);
      }
      await goodbye(visit);
    },
  },
  exit: {
    to: ['blocking'],
    async run({ peer }) {
      await peer.write(EXIT);
      await peer.rest().catch(() => {});
    },
  },
  control: {
    to: ['control'],
    async run(visit) {
      for (let left = 10; left > 0; left--) await exchange(visit);
      await goodbye(visit);
    },
  },
};

/** The same without connections: { socket, random, where, number, count }. */
export const datagrams = {
  to: ['udp', 'udpFunction'],
  async run({ socket, random, where, number, count }) {
    const bytes = Buffer.from(bytesOf(random, 4 + random.below(DATAGRAM)));
    bytes.writeUInt32BE(number);
    for (let tries = 0; tries < TRIES; tries++) {
      await socket.send(bytes, where().port);
      for (let got = await socket.recv(); got !== null; got = await socket.recv()) {
        if (got.readUInt32BE() < number) continue; // asked before, and given up
        compare(got, bytes);
        count('bytes', got.length);
        return;
      }
      count('lost', 1);
    }
    throw new Wrong(`${TRIES} datagrams without an answer`);
  },
};
