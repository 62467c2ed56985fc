// The handler of javascript.mjs whose Workers serve one connection at a time.
import { compute } from './work.mjs';

const buf = Buffer.alloc(65536);

export default function serve(stream, { data }) {
  for (let n = stream.read(buf); n > 0; n = stream.read(buf)) {
    const chunk = buf.subarray(0, n);
    compute(chunk, data);
    stream.writeAll(chunk);
  }
}
