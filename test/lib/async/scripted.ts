import type { CallOptions, Read, Write } from '../../../lib/async/index.js';
import type { Bytes } from '../../../lib/index.js';
import type { ScriptedReader, ScriptedWriter } from '../../support/scripted-io.js';

/** A stream of the blocking tests, whose answers come one turn later. */
export function later(inner: ScriptedReader): Read & { close(): void };
export function later(inner: ScriptedWriter): Write & { close(): void };
export function later(inner: ScriptedReader | ScriptedWriter): unknown {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    read: (buf: Bytes, _options?: CallOptions) => turn().then(() => (inner as ScriptedReader).read(buf)),
    write: (data: Bytes) => turn().then(() => (inner as ScriptedWriter).write(data)),
    flush: () => turn().then(() => (inner as ScriptedWriter).flush()),
    close: () => inner.close(),
  };
}

/** What a call gave, or how it failed, in words that can be compared. */
export async function outcome(call: () => unknown): Promise<unknown> {
  try {
    const value = await call();
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  } catch (error) {
    const { kind, code, message, transferred, partial } = error as Record<string, unknown>;
    return { kind, code, message, transferred, partial: partial?.toString() };
  }
}
