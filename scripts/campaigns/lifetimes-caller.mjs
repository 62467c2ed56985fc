// A Worker of lifetimes.mjs: adopts a descriptor, is in one of its calls until that is closed elsewhere, and says how it ended.
import { workerData } from 'node:worker_threads';
import { BufReader, TcpListener, TcpStream, UdpSocket } from 'stdnet';
import { Channel } from '../../test/support/channel.mjs';

const buf = Buffer.alloc(64);
const much = Buffer.alloc(8 * 1024 * 1024);

/** Nobody ever sends there: each gives 0, or throws. */
const calls = {
  stream: [
    (stream) => stream.read(buf),
    (stream) => stream.peek(buf),
    (stream) => stream.readVectored([buf, Buffer.alloc(9)]),
    (stream) => new BufReader(stream).readLine() ?? 0,
    (stream) => stream.writeAll(much) ?? 0,
  ],
  listener: [(listener) => listener.accept(), (listener) => listener.incoming().next().value],
  datagrams: [
    (socket) => socket.recvFrom(buf),
    (socket) => socket.peekFrom(buf),
    (socket) => socket.recvMany([buf, Buffer.alloc(9)]).length,
  ],
};
const classes = { stream: TcpStream, listener: TcpListener, datagrams: UdpSocket };

const { type, fd, at } = workerData;
const reports = new Channel(workerData.reports);
const handle = classes[type].fromRawFd(fd);
reports.send('adopted');
const report = {};
try {
  report.got = calls[type][at % calls[type].length](handle);
} catch (error) {
  report.code = error.code;
}
handle.close();
reports.send(report);
