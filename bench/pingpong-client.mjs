// The client of bench/c/pingpong_client.c, word for word, over a blocking TcpStream: PORT SIZE WARMUP COUNT.
import { TcpStream } from 'stdnet';

const [port, size, warmup, count] = process.argv.slice(2).map(Number);
const out = Buffer.alloc(size, 'x');
const into = Buffer.alloc(size);

function roundTrips(stream, times) {
  for (let i = 0; i < times; i++) {
    stream.writeAll(out);
    stream.readExact(into);
  }
}

const stream = TcpStream.connect(['127.0.0.1', port]);
stream.setNodelay(true);
roundTrips(stream, warmup);
const start = process.hrtime.bigint();
roundTrips(stream, count);
console.log(String(process.hrtime.bigint() - start));
if (!out.equals(into)) process.exitCode = 1;
stream.close();
