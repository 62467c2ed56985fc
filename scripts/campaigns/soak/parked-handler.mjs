// An echo for inWorkers(), whose Workers hold many connections.
export function onData(stream, chunk) {
  stream.writeAll(chunk);
}
