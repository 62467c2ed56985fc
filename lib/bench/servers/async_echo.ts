// The server under test: stdnet/async, a task for each connection on Node's event loop.
import { TcpListener, type TcpStream } from '../../async/index.js';
import { announce, BACKLOG } from './child.js';

const CHUNK = 64 * 1024;

async function echo(stream: TcpStream): Promise<void> {
  stream.setNodelay(true);
  const buf = Buffer.allocUnsafeSlow(CHUNK);
  try {
    for (let n = await stream.read(buf); n > 0; n = await stream.read(buf)) {
      await stream.writeAll(buf.subarray(0, n));
    }
  } catch {
    // a connection that is reset is over
  }
  stream.close();
}

const listener = await TcpListener.bind('127.0.0.1:0', { backlog: BACKLOG });
announce(listener.localAddr().port);
for await (const stream of listener.incoming()) void echo(stream);
