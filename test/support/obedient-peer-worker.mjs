// The Worker behind obedient-peer.mjs: the far end of one connection after the other, over node:net. It does what it is told,
// and says when it is done: what it has written is with the kernel then.
import net from 'node:net';
import { workerData } from 'node:worker_threads';
import { Channel } from './channel.mjs';

const orders = new Channel(workerData.orders);
const answers = new Channel(workerData.answers);
const outgoing = Buffer.from(workerData.outgoing);
const incoming = Buffer.from(workerData.incoming);

/** Everything about the connection at hand. */
let state;
const accepted = [];
let wanted = null;

function take(socket) {
  state = { socket, received: 0, ended: false, wrong: null };
  const now = state;
  const changed = () => now.check?.();
  socket.on('data', (bytes) => {
    if (!bytes.equals(incoming.subarray(now.received, now.received + bytes.length)))
      now.wrong ??= now.received;
    now.received += bytes.length;
    changed();
  });
  socket.on('end', () => {
    now.ended = true;
    changed();
  });
  socket.on('error', () => {});
  answers.send();
}

/** Once both sides have ended a socket closes by itself. */
function untilClosed(act) {
  if (state.socket.closed) return answers.send();
  state.socket.once('close', () => answers.send());
  act(state.socket);
}

const tasks = {
  take: () => {
    if (accepted.length > 0) take(accepted.shift());
    else wanted = take;
  },
  write: ({ from, size }) => state.socket.write(outgoing.subarray(from, from + size), () => answers.send()),
  end: () => state.socket.end(() => answers.send()),
  destroy: () => untilClosed((socket) => socket.destroy()),
  reset: () => untilClosed((socket) => socket.resetAndDestroy()),
  drop: () => {
    state.socket.destroy();
    answers.send();
  },
  sync: ({ received, ended }) => {
    state.check = () => {
      if (state.received < received || (ended && !state.ended)) return;
      delete state.check;
      answers.send({ received: state.received, ended: state.ended, wrong: state.wrong });
    };
    state.check();
  },
};

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  if (wanted === null) return accepted.push(socket);
  const taker = wanted;
  wanted = null;
  taker(socket);
});
server.listen(0, '127.0.0.1', async () => {
  answers.send(server.address().port);
  for (;;) {
    const order = await orders.receive(2 ** 31 - 1);
    if (order.task === 'leave') return process.exit();
    tasks[order.task](order);
  }
});
