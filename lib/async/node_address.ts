import { networkInterfaces } from 'node:os';
import type { Packed } from '../binding/native.js';
import { pack } from '../binding/packed.js';
import { IpAddr, octetsOfIp } from '../net/ip_addr.js';

/** An address as Node tells it, with the name or the number of its interface: `fe80::1%eth0`. @internal */
export function packedOfNode(address: string, port: number): Packed {
  if (address !== known.address) known = parse(address);
  return pack(known.octets, port, 0, known.scope);
}

interface Known {
  readonly address: string;
  readonly octets: Uint8Array;
  readonly scope: number;
}

/** Datagrams of one sender come in runs. */
let known: Known = { address: '', octets: new Uint8Array(4), scope: 0 };

function parse(address: string): Known {
  const [ip, zone] = address.split('%') as [string, string?];
  return { address, octets: octetsOfIp(IpAddr.parse(ip)), scope: zone === undefined ? 0 : scopeOf(zone) };
}

/** The name of an interface, as libuv wants it behind an address: `%eth0`; empty where there is none. @internal */
export function zoneOf(scope: number): string {
  if (scope === 0) return '';
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    if (addresses?.some((entry) => entry.family === 'IPv6' && entry.scopeid === scope)) return `%${name}`;
  }
  return '';
}

function scopeOf(zone: string): number {
  if (/^\d+$/.test(zone)) return Number(zone);
  const found = networkInterfaces()[zone]?.find((entry) => entry.family === 'IPv6' && entry.scopeid > 0);
  return found?.family === 'IPv6' ? found.scopeid : 0;
}
