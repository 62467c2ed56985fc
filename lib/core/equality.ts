const BYTES = Symbol('bytes');

/**
 * Lets `assert.deepStrictEqual` and `toEqual` tell two values apart whose bytes are private: they look at properties
 * only, and without one every value equals every other.
 * @internal
 */
export function comparable(value: object, bytes: Uint8Array): void {
  (value as { [BYTES]?: Uint8Array })[BYTES] = bytes;
}
