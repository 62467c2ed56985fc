// A handler in a Worker that throws what its peer has sent: a control sequence, and what looks like a line of the log.
import { once } from 'node:events';
import { inWorkers, serve, TcpStream } from 'stdnet';

const quoting = "export default (stream) => { throw new Error('no ' + stream.readToString()); };";
const server = serve(
  '127.0.0.1:0',
  inWorkers(`data:text/javascript,${encodeURIComponent(quoting)}`, { threads: 1 }),
);
const ended = once(server, 'disconnect');
const peer = TcpStream.connect(server.localAddr());
peer.writeAll('\x1b[2J\nSTDNET 1: server closed');
peer.close();
await ended;
await server.shutdown();
