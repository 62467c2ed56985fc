import { inspect } from 'node:util';
import { native } from '../binding/index.js';
import type { Packed } from '../binding/native.js';
import { familyOf, flowinfoOf, octetsIn, pack, portOf, scopeIdOf } from '../binding/packed.js';
import { checkInteger, checkOptions, checkString, MAX_UINT32 } from '../core/check.js';
import { comparable } from '../core/equality.js';
import { invalidInput } from '../core/errors.js';
import { checkIp } from './check_ip.js';
import { type IpAddr, ipFromOctets, octetsOfIp } from './ip_addr.js';

/** What only an IPv6 address has beside its IP address and its port. */
export interface SocketAddrScope {
  /** Default 0. */
  flowinfo?: number;
  /** The index of the interface that a link-local address belongs to. Default 0: none. */
  scopeId?: number;
}

const KEY = Symbol('SocketAddr');

/** Takes `packed` over: nobody may write to it any more. @internal */
export let addrFromPacked: (packed: Packed) => SocketAddr;
/** The packed bytes themselves: for reading only. @internal */
export let packedOf: (addr: SocketAddr) => Packed;
/** @internal */
export let isSocketAddr: (value: unknown) => value is SocketAddr;

/**
 * An IP address and a port, immutable: Rust's `SocketAddr`. It has an AddressInfo's `address`, `family` and `port`, so
 * that it goes wherever Node takes one. Posted to a Worker it arrives empty, as objects of classes do: post its text.
 *
 * @example
 * ```ts
 * const addr = SocketAddr.parse('[fe80::1%2]:80');
 * addr.address; // 'fe80::1'
 * addr.scopeId; // 2
 * String(new SocketAddr('::1', 80)); // '[::1]:80'
 * ```
 */
export class SocketAddr {
  // All there is: texts and numbers are made when somebody looks.
  readonly #packed: Packed;

  /**
   * @param ip an address, or its text by {@link IpAddr.parse}'s grammar.
   * @param port 0 to 65535.
   * @param scope IPv6 only; ignored for IPv4.
   * @throws IoError InvalidInput when `ip` is not an address.
   */
  constructor(ip: IpAddr | string, port: number, scope?: SocketAddrScope);
  constructor(ip: unknown, port: unknown, scope?: SocketAddrScope) {
    this.#packed = ip === KEY ? (port as Packed) : packParts(ip, port, scope);
    comparable(this, this.#packed);
  }

  static {
    addrFromPacked = (packed) => new SocketAddr(KEY as never, packed as never);
    packedOf = (addr) => addr.#packed;
    isSocketAddr = (value): value is SocketAddr =>
      typeof value === 'object' && value !== null && #packed in value;
  }

  /**
   * Parses by Rust's grammar: `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80`. No names, and nothing that only nearly fits
   * (`::1:80`, `127.1:80`, `127.0.0.1:+80`); those are {@link toSocketAddrs}'s.
   *
   * @throws IoError InvalidInput, `invalid socket address syntax`.
   */
  static parse(text: string): SocketAddr {
    return addrFromPacked(native.parseSocketAddr(checkString(text, 'text')));
  }

  /**
   * Rust's `SocketAddrV4::from_str`.
   *
   * @throws IoError InvalidInput, `invalid IPv4 socket address syntax`.
   */
  static parseIpv4(text: string): SocketAddr {
    return parseAs(text, 'IPv4');
  }

  /**
   * Rust's `SocketAddrV6::from_str`.
   *
   * @throws IoError InvalidInput, `invalid IPv6 socket address syntax`.
   */
  static parseIpv6(text: string): SocketAddr {
    return parseAs(text, 'IPv6');
  }

  /** The IP address. */
  get ip(): IpAddr {
    return ipFromOctets(octetsIn(this.#packed));
  }

  /** The IP address as text, without the scope. */
  get address(): string {
    return native.formatIp(octetsIn(this.#packed));
  }

  /** Which of the two it is, in Node's words. */
  get family(): 'IPv4' | 'IPv6' {
    return familyOf(this.#packed) === 4 ? 'IPv4' : 'IPv6';
  }

  /** The port. */
  get port(): number {
    return portOf(this.#packed);
  }

  /** The flow information of an IPv6 address; 0 for IPv4. */
  get flowinfo(): number {
    return flowinfoOf(this.#packed);
  }

  /** The index of the interface that an IPv6 address belongs to; 0 for IPv4, and where there is none. */
  get scopeId(): number {
    return scopeIdOf(this.#packed);
  }

  /** Whether `o` is the same in every part, flow information and scope too. */
  equals(o: SocketAddr): boolean {
    return isSocketAddr(o) && Buffer.compare(this.#packed, o.#packed) === 0;
  }

  /** Rust's Display: `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80`. */
  toString(): string {
    return native.formatSocketAddr(this.#packed);
  }

  /** {@link toString}. */
  toJSON(): string {
    return this.toString();
  }

  /** `SocketAddr(127.0.0.1:80)`. */
  [inspect.custom](): string {
    return `SocketAddr(${this})`;
  }
}

/** @internal */
export function checkPort(value: unknown, name: string): number {
  return checkInteger(value, name, 0, 65535);
}

function packParts(ip: unknown, port: unknown, scope: SocketAddrScope | undefined): Packed {
  const octets = octetsOfIp(checkIp(ip, 'ip'));
  const number = checkPort(port, 'port');
  const { flowinfo = 0, scopeId = 0 } = checkOptions(scope, 'scope');
  const flow = checkInteger(flowinfo, 'scope.flowinfo', 0, MAX_UINT32);
  const id = checkInteger(scopeId, 'scope.scopeId', 0, MAX_UINT32);
  return octets.length === 4 ? pack(octets, number) : pack(octets, number, flow, id);
}

function parseAs(text: string, family: 'IPv4' | 'IPv6'): SocketAddr {
  const addr = parseOrNull(checkString(text, 'text'));
  if (addr?.family !== family) throw invalidInput(`invalid ${family} socket address syntax`);
  return addr;
}

/** @internal */
export function parseOrNull(text: string): SocketAddr | null {
  try {
    return SocketAddr.parse(text);
  } catch {
    return null;
  }
}
