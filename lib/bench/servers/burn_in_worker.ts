// The handler of native_workers.ts that computes.
import type { TcpStream } from '../../index.js';
import { answerTo } from './burn.js';

export function onData(stream: TcpStream, chunk: Buffer): void {
  stream.writeAll(answerTo(chunk));
}
