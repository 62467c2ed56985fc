// strangers.mjs SETTINGS: the soak's clients that have nothing of this package: node:net and node:dgram.
import { once } from 'node:events';
import net from 'node:net';
import { Actor, fromClient, fromServer } from '../random-actor.mjs';
import { crowd, visitors } from './crowd.mjs';
import { NodeDatagrams } from './datagrams.mjs';
import { NodePeer } from './node-peer.mjs';
import { split, strangers } from './quotas.mjs';
import { settings, tell } from './remote.mjs';

const { seed } = settings;
const { stay, come } = split(strangers, 'node');

/** As its peer, it does what comes to its mind. What both did is compared elsewhere. */
const random = {
  to: ['random', 'randomPool'],
  alone: true,
  async run({ random, where: { name, generation, port } }) {
    const socket = net.connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    await once(socket, 'connect');
    const client = socket.localPort;
    const ways = { sends: fromClient(client), expects: fromServer(client) };
    const actor = new Actor(socket, random, ways);
    actor.listen();
    const record = await actor.write();
    tell({ played: { name, generation, port: client, record } });
  },
};

const transport = {
  connect: (port) => NodePeer.connect(port),
  datagrams: () => new NodeDatagrams(),
  visits: { random },
};
const board = crowd('strangers', strangers);
visitors(6, { board, transport, kinds: stay, name: 'node.stay', seed });
visitors(24, { board, transport, kinds: come, name: 'node', seed: seed + 1 });
