/** A process of clients: what it answers its parent, and its visitors. */
import { Random } from '../../../test/support/random.mjs';
import { Board } from './board.mjs';
import { holds } from './holds.mjs';
import { answer, settings, tell } from './remote.mjs';
import { Visitor } from './visitor.mjs';

const LOOK_MS = 20;

export const fault = (what) => tell({ fault: what });

/** Tells how far it has come; `more`: what else it answers. */
export function crowd(name, quotas, more = {}) {
  const board = new Board({ quotas, services: settings.services });
  board.resting = true;
  let rounds = 0;
  setInterval(() => {
    if (board.rounds === rounds) return;
    rounds = board.rounds;
    tell({ name, rounds });
  }, LOOK_MS);
  answer({
    place: (places) => {
      for (const [service, port] of places) board.place(service, port);
    },
    grant: (granted) => board.grant(granted),
    rest: (on) => {
      board.resting = on;
    },
    look: async (options) => ({ ...(await holds(options)), done: board.done, ...board.counts }),
    ...more,
  });
  return board;
}

/** Lets `count` visitors live, each with random numbers of its own. */
export function visitors(count, { board, kinds, transport, name, seed }) {
  for (let i = 0; i < count; i++) {
    const visitor = new Visitor(
      { board, kinds, transport, random: new Random(seed + 1_000 * i), name: `${name}.${i}` },
      { fault, holding: () => {} },
    );
    visitor.live().catch((error) => fault({ what: error.stack }));
  }
}
