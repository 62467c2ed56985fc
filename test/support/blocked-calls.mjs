/**
 * Calls that block until somebody ends them, each on sockets of its own. `entering` is called when all is prepared and
 * nothing but the blocking call is left.
 */

import { BufReader, TcpListener, TcpStream, toSocketAddrs, UdpSocket } from 'stdnet';

export function connectedPair() {
  const listener = TcpListener.bind('127.0.0.1:0');
  const near = TcpStream.connect(listener.localAddr());
  const [far] = listener.accept();
  listener.close();
  return [near, far];
}

/** The same with small buffers, which little fills: ending a thread is not to be freeing memory. */
function narrowPair() {
  const [near, far] = connectedPair();
  near.setSendBufferSize(16_384);
  far.setRecvBufferSize(16_384);
  return [near, far];
}

/** A listener whose accept queue is full, with what fills it: the next SYN is dropped, so that a connect waits. */
export function fullListener() {
  const listener = TcpListener.bind('127.0.0.1:0', { backlog: 1 });
  const streams = [];
  for (;;) {
    try {
      streams.push(TcpStream.connectTimeout(listener.localAddr(), 300));
    } catch (error) {
      if (error.kind === 'TimedOut') return { listener, streams };
      throw error;
    }
  }
}

export const blockedCalls = {
  accept(entering) {
    const listener = TcpListener.bind('127.0.0.1:0');
    entering();
    listener.accept();
  },
  read(entering) {
    const [near, far] = connectedPair();
    entering();
    near.read(new Uint8Array(64));
    far.close();
  },
  readWithTimeout(entering) {
    const [near, far] = connectedPair();
    near.setReadTimeout(3_600_000);
    entering();
    near.readExact(new Uint8Array(64));
    far.close();
  },
  write(entering) {
    const [near, far] = narrowPair();
    const data = Buffer.alloc(1024 * 1024);
    entering();
    near.writeAll(data);
    far.close();
  },
  recvFrom(entering) {
    const socket = UdpSocket.bind('127.0.0.1:0');
    entering();
    socket.recvFrom(new Uint8Array(64));
  },
  connect(entering) {
    const { listener, streams } = fullListener();
    entering();
    TcpStream.connect(listener.localAddr());
    for (const stream of streams) stream.close();
  },
  readLine(entering) {
    const [near, far] = connectedPair();
    far.writeAll('half a line');
    entering();
    new BufReader(near).readLine();
  },
  close(entering) {
    const [near, far] = narrowPair();
    near.setNonblocking(true);
    try {
      for (;;) near.write(Buffer.alloc(65_536)); // until nothing goes any more
    } catch {}
    near.setLinger(3_600_000);
    entering();
    near.close();
    far.close();
  },
  lookup(entering) {
    entering();
    toSocketAddrs('name.blocked.test:80');
  },
};

export const callNames = Object.keys(blockedCalls);

/** None of this package's: what a campaign measures beside them is Node's own. */
blockedCalls.control = (entering) => {
  entering();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
