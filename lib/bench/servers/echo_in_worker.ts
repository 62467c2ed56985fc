// The handler of native_workers.ts.
import type { TcpStream } from '../../index.js';

export function onData(stream: TcpStream, chunk: Buffer): void {
  stream.writeAll(chunk);
}
