/** The server's side of random-connections.mjs, and of the soak. */
import { Random } from '../../test/support/random.mjs';
import { Actor, fromClient, fromServer } from './random-actor.mjs';

/** A handler that does what comes to its mind. `log.begin()` is told who has come, `log.end()` all that was done and seen. */
export function randomHandler(seed, log) {
  return async (connection) => {
    const { id, peer } = connection;
    const random = new Random(seed + id);
    const way = random.pick(['events', 'loop', 'stream']);
    log.begin({ id, way, port: peer.port });
    const stream = way === 'stream' ? connection.toDuplex() : connection;
    const actor = new Actor(stream, random, { sends: fromServer(peer.port), expects: fromClient(peer.port) });
    const over = actor.write();
    if (way === 'loop') await actor.loop().catch(() => {});
    else actor.listen();
    log.end({ id, way, ...(await over) });
  };
}
