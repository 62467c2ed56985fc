/**
 * The layout of an address as it crosses to the addon and back (native/core/address.h):
 *
 *   0: 4 or 6   1: 0   2-3: port   4-7: flowinfo   8-11: scope id   12-27: the octets     (all big-endian)
 * @internal
 */
import { PACKED_SIZE, type Packed, type PackedList } from './native.js';

const PORT = 2;
const FLOWINFO = 4;
const SCOPE_ID = 8;
const OCTETS = 12;

/** @internal */
export function familyOf(packed: Packed): number {
  return packed[0]!;
}

/** @internal */
export function portOf(packed: Packed): number {
  return (packed[PORT]! << 8) | packed[PORT + 1]!;
}

/** @internal */
export function flowinfoOf(packed: Packed): number {
  return read32(packed, FLOWINFO);
}

/** @internal */
export function scopeIdOf(packed: Packed): number {
  return read32(packed, SCOPE_ID);
}

/** 4 or 16 bytes, a copy. @internal */
export function octetsIn(packed: Packed): Uint8Array {
  return packed.slice(OCTETS, OCTETS + (familyOf(packed) === 4 ? 4 : 16));
}

/** `octets`: 4 or 16. @internal */
export function pack(octets: Uint8Array, port: number, flowinfo = 0, scopeId = 0): Packed {
  const packed = new Uint8Array(PACKED_SIZE);
  packed[0] = octets.length === 4 ? 4 : 6;
  packed[PORT] = port >>> 8;
  packed[PORT + 1] = port;
  write32(packed, FLOWINFO, flowinfo);
  write32(packed, SCOPE_ID, scopeId);
  packed.set(octets, OCTETS);
  return packed;
}

/** The `i`th address of a list, not copied. @internal */
export function packedAt(list: PackedList, i: number): Packed {
  return list.subarray(i * PACKED_SIZE, (i + 1) * PACKED_SIZE);
}

/** @internal */
export function join(addresses: readonly Packed[]): PackedList {
  if (addresses.length === 1) return addresses[0]!;
  const list = new Uint8Array(addresses.length * PACKED_SIZE);
  addresses.forEach((packed, i) => {
    list.set(packed, i * PACKED_SIZE);
  });
  return list;
}

function read32(packed: Packed, at: number): number {
  return ((packed[at]! << 24) | (packed[at + 1]! << 16) | (packed[at + 2]! << 8) | packed[at + 3]!) >>> 0;
}

function write32(packed: Packed, at: number, value: number): void {
  packed[at] = value >>> 24;
  packed[at + 1] = value >>> 16;
  packed[at + 2] = value >>> 8;
  packed[at + 3] = value;
}
