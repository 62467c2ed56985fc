/** What is wrong with one way of a connection. */
export function problemOf(sender, receiver) {
  if (receiver.wrong !== null) return receiver.wrong;
  if (receiver.received > sender.sent) return 'more bytes than were sent';
  if (receiver.sawEnd && !sender.destroyed && receiver.received !== sender.sent) return 'bytes are missing';
  if (sender.destroyed || receiver.destroyed) return null;
  if (!receiver.sawEnd) return 'no end';
  return receiver.error === null ? null : `an error: ${receiver.error}`;
}

/** What both sides of connections between two Actors have done, held against each other when both have ended. */
export class Pairs {
  compared = 0;
  bytes = 0;
  #clients = new Map(); // by port, in the order in which it was used: what the client has done there
  #pairs = new Map(); // by the server's number: what both have done
  #fault;
  #cut = false;

  /** `fault` is called with what is wrong. */
  constructor(fault) {
    this.#fault = fault;
  }

  /** What a client does on its port, told in the order in which the port was used; `done` is to be set when it has ended. */
  client(port, record) {
    const client = { record, done: false };
    if (!this.#clients.has(port)) this.#clients.set(port, []);
    this.#clients.get(port).push(client);
    return client;
  }

  /** The server is being ended: from now on nobody knows what should still have come. */
  cut() {
    this.#cut = true;
  }

  /** What the server has done meanwhile. */
  server({ begun, ended }) {
    for (const { id, way, port } of begun) this.#pairs.set(id, { way, port });
    for (const server of ended) this.#pairs.get(server.id).server = server;
    for (const [id, pair] of this.#pairs) {
      pair.client ??= this.#clients.get(pair.port)?.shift();
      this.#compare(id, pair);
    }
  }

  /** Those that have not ended on both sides. */
  get open() {
    return [...this.#pairs].map(([id, pair]) => ({ id, ...pair }));
  }

  #compare(id, { server, client }) {
    if (server === undefined || client === undefined || !client.done) return;
    this.#pairs.delete(id);
    this.compared++;
    this.bytes += client.record.received + server.received;
    const sides = [client.record, server].map((side) => (this.#cut ? { ...side, destroyed: true } : side));
    const ways = [problemOf(...sides), problemOf(...sides.toReversed())];
    for (const what of ways) if (what !== null) this.#fault({ what, client: client.record, server });
  }
}
