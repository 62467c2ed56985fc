// The handler of native_own_workers.ts.
import type { TcpStream } from '../../index.js';
import { answerTo } from './burn.js';

const buf = Buffer.allocUnsafeSlow(65_536);

export default function serve(stream: TcpStream): void {
  for (let n = stream.read(buf); n > 0; n = stream.read(buf)) stream.writeAll(answerTo(buf.subarray(0, n)));
}
