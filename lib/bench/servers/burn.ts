/** As many as native/core/burn.h makes: some 0.1 s of it. */
const STEPS = 2 ** 26;

/**
 * Marsaglia's xorshift, each of whose steps needs the one before, so that it takes as long in any language: the answer of a server
 * under test to a byte that comes alone.
 *
 * @internal
 */
export function burn(state: number): number {
  let x = state;
  for (let i = 0; i < STEPS; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x & 0xff;
}

/** What comes, as it came; but the answer to a byte that comes alone. @internal */
export function answerTo(chunk: Buffer): Buffer {
  return chunk.length === 1 ? Buffer.of(burn(chunk[0]!)) : chunk;
}
