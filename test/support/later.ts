import type { CallOptions, Read, Write } from '../../lib/async/index.js';
import type * as blocking from '../../lib/index.js';

type Closes = { close(): void };

/** A stream of the blocking tests, whose answers come one turn later. */
export function later(inner: blocking.Read & Partial<Closes>): Read & Closes;
export function later(inner: blocking.Write & Partial<Closes>): Write & Closes;
export function later(inner: (blocking.Read | blocking.Write) & Partial<Closes>): unknown {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    read: (buf: blocking.Bytes, _options?: CallOptions) =>
      turn().then(() => (inner as blocking.Read).read(buf)),
    write: (data: blocking.Bytes) => turn().then(() => (inner as blocking.Write).write(data)),
    flush: () => turn().then(() => (inner as blocking.Write).flush()),
    close: () => inner.close?.(),
  };
}
