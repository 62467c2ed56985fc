// One connection, echoed by a blocking loop: the Worker of rust-peers.mjs.
import { workerData } from 'node:worker_threads';
import { TcpListener } from 'stdnet';

const listener = TcpListener.fromRawFd(workerData);
const [stream] = listener.accept();
const buf = Buffer.alloc(64 * 1024);
for (let n = stream.read(buf); n > 0; n = stream.read(buf)) stream.writeAll(buf.subarray(0, n));
stream.close();
listener.close();
