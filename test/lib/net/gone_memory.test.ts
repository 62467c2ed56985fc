import { describe, expect, it } from 'vitest';
import { BufReader, BufWriter, type Bytes, LineWriter, type TcpStream } from '../../../lib/index.js';
import { thrown } from '../../support/argument_errors.js';
import { pair } from '../../support/pair.js';

function detachedView(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view, { transfer: [view.buffer] });
  return view;
}

function detachedDataView(): DataView {
  const view = new DataView(new ArrayBuffer(8));
  structuredClone(view, { transfer: [view.buffer] });
  return view;
}

describe('memory that is gone', () => {
  it.each([
    ['read', (s: TcpStream, view: Bytes) => s.read(view)],
    ['readExact', (s: TcpStream, view: Bytes) => s.readExact(view)],
    ['peek', (s: TcpStream, view: Bytes) => s.peek(view)],
    ['readVectored', (s: TcpStream, view: Bytes) => s.readVectored([view])],
    ['write', (s: TcpStream, view: Bytes) => s.write(view)],
    ['writeAll', (s: TcpStream, view: Bytes) => s.writeAll(view)],
    ['writeVectored', (s: TcpStream, view: Bytes) => s.writeVectored([view])],
    ['BufReader.read', (s: TcpStream, view: Bytes) => new BufReader(s).read(view)],
    ['BufWriter.write', (s: TcpStream, view: Bytes) => new BufWriter(s).write(view)],
    ['LineWriter.writeAll', (s: TcpStream, view: Bytes) => new LineWriter(s).writeAll(view)],
  ])('%s says so', (_name, call) => {
    const [stream, peer] = pair();
    peer.close();
    for (const view of [detachedView(), detachedDataView()]) {
      expect(thrown(() => call(stream, view))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_STATE',
      });
    }
  });
});
