// A blocking echo server in a Worker, as one writes it with std::net: one connection after the other, until it is ended.
import { parentPort } from 'node:worker_threads';
import { copy, IoError, TcpListener } from 'stdnet';

const TIMEOUT_MS = 20_000;
const listener = TcpListener.bind('127.0.0.1:0');
parentPort.postMessage(listener.localAddr().port);
for (const stream of listener.incoming()) {
  try {
    stream.setReadTimeout(TIMEOUT_MS);
    stream.setWriteTimeout(TIMEOUT_MS);
    copy(stream, stream);
  } catch (error) {
    if (!IoError.isIoError(error)) throw error; // its peer has gone
  } finally {
    stream.close();
  }
}
