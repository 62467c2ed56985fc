/** Uses of stdnet/async for failures.mjs, as failing-uses.mjs has them. */
import { BufReader, TcpListener, TcpStream, UdpSocket } from 'stdnet/async';

const WAIT_MS = 300;

/** A connection's two ends. */
async function streams(scope) {
  const listener = scope.keep(await TcpListener.bind('127.0.0.1:0'));
  const near = scope.keep(await TcpStream.connect(listener.localAddr()));
  const [far] = await listener.accept();
  return [near, scope.keep(far)];
}

export const asyncUses = {
  async async(scope) {
    const [near, far] = await streams(scope);
    far.setReadTimeout(WAIT_MS);
    near.setReadTimeout(WAIT_MS);
    await near.writeAll('first\nsecond\n');
    const lines = new BufReader(far);
    const line = await lines.readLine();
    if (line !== 'first\n') throw new Error(`wrong bytes: ${JSON.stringify(line)}`);
    await far.writeAll(await lines.readLine());
    await near.readExact(Buffer.alloc('second\n'.length));
    await scope.keep(near.tryClone()).shutdown('Write');
    if ((await far.read(Buffer.alloc(1))) !== 0) throw new Error('no end');
  },
  async 'async, udp'(scope) {
    const [a, b] = await Promise.all(
      [0, 1].map(() => UdpSocket.bind('127.0.0.1:0').then((socket) => scope.keep(socket))),
    );
    for (const socket of [a, b]) socket.setReadTimeout(WAIT_MS);
    await a.sendTo('datagram', b.localAddr());
    await b.recvFrom(Buffer.alloc(16));
    await b.connect(a.localAddr());
    await b.send('datagram');
    await a.recv(Buffer.alloc(16));
  },
};
