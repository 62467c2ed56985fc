import { type Bytes, IoError, type Read, type Write } from '../../lib/index.js';

export const timeout = (): IoError => IoError.fromRawOsError(11);
export const interrupt = (): IoError => IoError.fromRawOsError(4);
export const reset = (): IoError => IoError.fromRawOsError(104);

/** What one call does: give these bytes (as many as fit; the rest stays for the next), or throw. */
export type Step = string | Uint8Array | Error;

/** A reader that follows a script, and is at its end afterwards. */
export class ScriptedReader implements Read {
  readonly #steps: Array<Buffer | Error>;
  /** The room that each call had. */
  readonly asked: number[] = [];
  closed = 0;

  constructor(...steps: Step[]) {
    this.#steps = steps.map((step) => (step instanceof Error ? step : Buffer.from(step as string)));
  }

  read(buf: Bytes): number {
    this.asked.push(buf.byteLength);
    const step = this.#steps.shift();
    if (step === undefined) return 0;
    if (step instanceof Error) throw step;
    const n = step.copy(new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength));
    if (n < step.length) this.#steps.unshift(step.subarray(n));
    return n;
  }

  close(): void {
    this.closed++;
  }
}

/** A writer that follows a script: how many bytes a call takes at most, or what it throws. It takes all afterwards. */
export class ScriptedWriter implements Write {
  readonly #steps: Array<number | Error>;
  /** What each successful call took. */
  readonly writes: string[] = [];
  flushes = 0;
  closed = 0;

  constructor(...steps: Array<number | Error>) {
    this.#steps = steps;
  }

  write(data: Bytes | string): number {
    const step = this.#steps.shift() ?? Number.POSITIVE_INFINITY;
    if (step instanceof Error) throw step;
    const bytes = Buffer.from(data as Uint8Array).subarray(0, step);
    if (bytes.length > 0) this.writes.push(bytes.toString('latin1'));
    return bytes.length;
  }

  flush(): void {
    this.flushes++;
  }

  close(): void {
    this.closed++;
  }

  get text(): string {
    return this.writes.join('');
  }
}
