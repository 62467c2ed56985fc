// With --expose-gc: sockets that nobody holds any more are closed by the garbage collector; ones that are held are not.
import { setImmediate as turn } from 'node:timers/promises';
import { BufReader, BufWriter, TcpListener, UdpSocket } from 'stdnet';
import { connectedPair } from '../../support/blocked-calls.mjs';
import { descriptorCount } from '../../support/counts.mjs';

const before = descriptorCount();
const held = [TcpListener.bind('127.0.0.1:0'), ...connectedPair()];

function dropMany() {
  for (let i = 0; i < 25; i++) {
    TcpListener.bind('127.0.0.1:0');
    UdpSocket.bind('127.0.0.1:0');
    const [near, far] = connectedPair();
    new BufReader(near);
    new BufWriter(far);
  }
}
dropMany();
const open = descriptorCount();

const end = performance.now() + 10_000;
while (descriptorCount() > before + held.length && performance.now() < end) {
  globalThis.gc();
  await turn();
}
console.log(JSON.stringify({ opened: open - before, left: descriptorCount() - before, held: held.length }));

// The held ones still work.
held[1].writeAll('still here');
const buf = Buffer.alloc(10);
held[2].readExact(buf);
console.log(buf.toString());
