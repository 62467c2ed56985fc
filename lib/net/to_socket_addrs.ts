import { native } from '../binding/index.js';
import { PACKED_SIZE, type Packed, type PackedList } from '../binding/native.js';
import { familyOf, join, octetsIn, pack, packedAt, portOf } from '../binding/packed.js';
import { invalidArgType } from '../core/argument_error.js';
import { checkArray, checkInteger, checkString, MAX_UINT32 } from '../core/check.js';
import { invalidInput } from '../core/errors.js';
import { type IpAddr, isIpAddr, octetsOfIp } from './ip_addr.js';
import {
  addrFromPacked,
  checkPort,
  isSocketAddr,
  packedOf,
  parseOrNull,
  type SocketAddr,
} from './socket_addr.js';

/**
 * Whatever names one address or more: Rust's `ToSocketAddrs`.
 *
 * - `'host:port'`: an address, or a name that is looked up and may have several;
 * - `[host, port]`;
 * - a {@link SocketAddr}, or what `node:net` and `node:dgram` call an AddressInfo;
 * - several addresses, tried in order.
 */
export type ToSocketAddrs =
  | string
  | readonly [host: string | IpAddr, port: number]
  | SocketAddr
  | { address: string; port: number }
  | readonly SocketAddr[];

const EXPECTED =
  "a 'host:port' string, [host, port], a SocketAddr, { address, port } or an array of SocketAddr";

/**
 * The addresses that `addr` stands for, in the order in which they would be tried.
 *
 * **Blocks** while a name is looked up.
 *
 * A text that is no address by {@link SocketAddr.parse} is cut at its last colon: what is before it is a name for the
 * system's resolver (which also takes `127.1` and `::1`), what is behind it a port.
 *
 * @throws IoError InvalidInput, `invalid socket address` or `invalid port value`; Uncategorized, `failed to lookup
 * address information: …`.
 *
 * Calls getaddrinfo(3).
 *
 * @example
 * ```ts
 * toSocketAddrs('localhost:80').map(String); // ['[::1]:80', '127.0.0.1:80']
 * ```
 */
export function toSocketAddrs(addr: ToSocketAddrs): SocketAddr[] {
  return addrsIn(resolve(addr));
}

/** @internal */
export function addrsIn(list: PackedList): SocketAddr[] {
  const addrs: SocketAddr[] = [];
  for (let i = 0; i * PACKED_SIZE < list.length; i++) addrs.push(addrFromPacked(packedAt(list, i).slice()));
  return addrs;
}

/** A host that is to be looked up, and what goes with each of its addresses. @internal */
export interface Question {
  readonly host: string;
  readonly port: number;
  readonly flowinfo: number;
  readonly scopeId: number;
}

/** The addresses, packed, or the look-up that has to be made for them. @internal */
export function ask(addr: ToSocketAddrs): PackedList | Question {
  if (typeof addr === 'string') return askText(addr);
  if (isSocketAddr(addr)) return packedOf(addr);
  if (Array.isArray(addr)) return askArray(addr);
  if (typeof addr === 'object' && addr !== null) return askInfo(addr as { address: string; port: number });
  throw invalidArgType('addr', EXPECTED, addr);
}

/** What a look-up has found, with what goes with it. @internal */
export function answered({ flowinfo, scopeId }: Question, found: PackedList): PackedList {
  const plain = flowinfo === 0 && scopeId === 0;
  if (plain || found.length !== PACKED_SIZE || familyOf(found) !== 6) return found;
  return pack(octetsIn(found), portOf(found), flowinfo, scopeId);
}

/** At least one. @internal */
export function some(list: PackedList): PackedList {
  if (list.length === 0) throw invalidInput('could not resolve to any addresses');
  return list;
}

/** The first: a datagram has one destination. @internal */
export function first(list: PackedList): Packed {
  if (list.length === 0) throw invalidInput('no addresses to send data to');
  return list.length === PACKED_SIZE ? list : packedAt(list, 0);
}

/** As {@link toSocketAddrs}, packed. @internal */
export function resolve(addr: ToSocketAddrs): PackedList {
  const asked = ask(addr);
  return 'host' in asked ? answered(asked, native.lookup(asked.host, asked.port)) : asked;
}

/** @internal */
export function resolveSome(addr: ToSocketAddrs): PackedList {
  return some(resolve(addr));
}

/** @internal */
export function resolveFirst(addr: ToSocketAddrs): Packed {
  return first(resolve(addr));
}

function askText(text: string): PackedList | Question {
  const addr = parseOrNull(text);
  if (addr !== null) return packedOf(addr);
  const colon = text.lastIndexOf(':');
  if (colon === -1) throw invalidInput('invalid socket address');
  return question(text.slice(0, colon), parsePort(text.slice(colon + 1)));
}

/** Rust's `u16::from_str`. */
function parsePort(text: string): number {
  const port = /^\+?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) throw invalidInput('invalid port value');
  return port;
}

function askArray(array: readonly unknown[]): PackedList | Question {
  const [host, port] = array;
  if (array.length === 2 && (typeof host === 'string' || isIpAddr(host))) {
    const number = checkPort(port, 'addr[1]');
    return typeof host === 'string' ? question(host, number) : pack(octetsOfIp(host), number);
  }
  return join(checkArray(array, 'addr', Number.POSITIVE_INFINITY, checkAddr));
}

function checkAddr(value: unknown, name: string): Packed {
  if (!isSocketAddr(value)) throw invalidArgType(name, 'an instance of SocketAddr', value);
  return packedOf(value);
}

/** Also a SocketAddr of another copy of this package, whose scope must not get lost. */
function askInfo(info: { address: unknown; port: unknown; flowinfo?: unknown; scopeId?: unknown }): Question {
  const { address, port, flowinfo = 0, scopeId = 0 } = info;
  return question(
    checkString(address, 'addr.address'),
    checkPort(port, 'addr.port'),
    checkInteger(flowinfo, 'addr.flowinfo', 0, MAX_UINT32),
    checkInteger(scopeId, 'addr.scopeId', 0, MAX_UINT32),
  );
}

function question(host: string, port: number, flowinfo = 0, scopeId = 0): Question {
  return { host, port, flowinfo, scopeId };
}
