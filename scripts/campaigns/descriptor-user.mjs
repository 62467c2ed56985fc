// The Worker of descriptor-reuse.mjs: adopts a descriptor, uses it until it is closed elsewhere, says how that ended.
import { workerData } from 'node:worker_threads';
import { TcpStream } from 'stdnet';
import { Channel } from '../../test/support/channel.mjs';

const jobs = new Channel(workerData.jobs);
const reports = new Channel(workerData.reports);
const buf = Buffer.alloc(64);
const much = Buffer.alloc(1024 * 1024);

const uses = {
  read: (stream) => stream.read(buf),
  /** One short call after the other: the close may come between two. */
  readMany(stream) {
    stream.setReadTimeout(0.2);
    for (;;) {
      try {
        return stream.read(buf);
      } catch (error) {
        if (error.kind !== 'WouldBlock') throw error;
      }
    }
  },
  write(stream) {
    for (;;) stream.writeAll(much);
  },
};

for (;;) {
  const { fd, use } = jobs.recv(600_000);
  const stream = TcpStream.fromRawFd(fd);
  reports.send('adopted');
  let end;
  let foreign = false;
  try {
    const n = uses[use](stream);
    end = n === 0 ? 'end of stream' : 'data';
    foreign = n > 0; // nobody ever writes to this connection
  } catch (error) {
    end = error.code;
  }
  const at = String(process.hrtime.bigint());
  stream.close();
  reports.send({ end, foreign, at });
}
