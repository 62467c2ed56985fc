// The handler of javascript.mjs whose Workers hold many connections.
import { compute } from './work.mjs';

export function onData(stream, chunk, { data }) {
  compute(chunk, data);
  stream.writeAll(chunk);
}
