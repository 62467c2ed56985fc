import { getSystemErrorName } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ErrorKind, IoError } from '../../lib/index.js';
import { isGlibc, recorded } from './records.js';

interface Recorded {
  errno: number;
  kind: string;
  display: string;
}

// Rust's other two kinds are not stable: its programs cannot name them.
const unstable = new Set(['FilesystemLoop', 'InProgress']);

describe.skipIf(!isGlibc)('errors as in Rust', () => {
  for (const { errno, kind, display } of recorded<Recorded>('errors')) {
    it(`${errno}: ${kind}`, () => {
      const error = IoError.fromRawOsError(errno);
      expect(error.kind).toBe(unstable.has(kind) ? 'Uncategorized' : kind);
      expect(error.message).toBe(display);
      expect(error.rawOsError).toBe(errno);
    });
  }
});

it('Node knows every code by the same name', () => {
  // Numbers that libuv does not know have "Unknown system error N" there, and their errno's name here.
  const known = Array.from({ length: 133 }, (_, i) => i + 1).filter(
    (n) => !/^Unknown/.test(getSystemErrorName(-n)),
  );
  expect(known.length).toBeGreaterThan(60);
  for (const errno of known) {
    const error = IoError.fromRawOsError(errno);
    expect(error.code).toBe(getSystemErrorName(-errno));
    expect(error.errno).toBe(-errno);
  }
});

it('every kind of the records is a kind of ours', () => {
  const kinds = new Set(recorded<Recorded>('errors').map(({ kind }) => kind));
  for (const kind of kinds) if (!unstable.has(kind)) expect(Object.keys(ErrorKind)).toContain(kind);
});
