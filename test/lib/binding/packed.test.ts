import { describe, expect, it } from 'vitest';
import { native } from '../../../lib/binding/index.js';
import { PACKED_SIZE } from '../../../lib/binding/native.js';
import {
  familyOf,
  flowinfoOf,
  join,
  octetsIn,
  pack,
  packedAt,
  portOf,
  scopeIdOf,
} from '../../../lib/binding/packed.js';

describe('the packed form', () => {
  it('is the addon’s, byte by byte', () => {
    expect(pack(Uint8Array.of(1, 2, 3, 4), 0xabcd)).toEqual(native.parseSocketAddr('1.2.3.4:43981'));
    const ip = native.parseIp('fe80::1:2');
    expect(pack(ip, 80, 0, 0xfedcba98)).toEqual(native.parseSocketAddr('[fe80::1:2%4275878552]:80'));
  });

  it('is read as it was written', () => {
    const octets = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
    const packed = pack(octets, 65535, 0x80000001, 0xffffffff);
    expect(packed).toHaveLength(PACKED_SIZE);
    expect([familyOf(packed), portOf(packed), flowinfoOf(packed), scopeIdOf(packed)]).toEqual([
      6, 65535, 0x80000001, 0xffffffff,
    ]);
    expect(octetsIn(packed)).toEqual(octets);
  });

  it('makes lists', () => {
    const list = [pack(Uint8Array.of(1, 1, 1, 1), 1), pack(Uint8Array.of(2, 2, 2, 2), 2)];
    expect(packedAt(join(list), 1)).toEqual(list[1]);
    expect(join([])).toHaveLength(0);
  });
});
