import { inspect } from 'node:util';
import { native } from '../binding/index.js';
import { illegalConstructor, invalidArgType, outOfRange } from '../core/argument_error.js';
import { octetsOf } from '../core/bytes.js';
import { checkString } from '../core/check.js';
import { comparable } from '../core/equality.js';
import { invalidInput } from '../core/errors.js';

const KEY = Symbol('IpAddr');

/** @internal */
export let ipFromOctets: (octets: Uint8Array) => IpAddr;
/** The octets themselves: for reading only. @internal */
export let octetsOfIp: (ip: IpAddr) => Uint8Array;
/** @internal */
export let isIpAddr: (value: unknown) => value is IpAddr;

/**
 * An IPv4 or IPv6 address, immutable: Rust's `IpAddr`. Posted to a Worker it arrives empty, as objects of classes do: post
 * its text.
 *
 * @example
 * ```ts
 * IpAddr.parse('127.0.0.1').isLoopback(); // true
 * String(IpAddr.parse('2001:db8:0:0:0:0:0:1')); // '2001:db8::1'
 * ```
 */
export class IpAddr {
  readonly #octets: Uint8Array;

  private constructor(key: typeof KEY, octets: Uint8Array) {
    if (key !== KEY) throw illegalConstructor('IpAddr.parse()');
    this.#octets = octets;
    comparable(this, octets);
  }

  static {
    ipFromOctets = (octets) => new IpAddr(KEY, octets);
    octetsOfIp = (ip) => ip.#octets;
    isIpAddr = (value): value is IpAddr => typeof value === 'object' && value !== null && #octets in value;
  }

  /**
   * Parses by Rust's grammar: four decimal numbers without leading zeros, or RFC 4291's forms; no scope, no port.
   *
   * @throws IoError InvalidInput, `invalid IP address syntax`.
   */
  static parse(text: string): IpAddr {
    return new IpAddr(KEY, native.parseIp(checkString(text, 'text')));
  }

  /**
   * Rust's `Ipv4Addr::from_str`.
   *
   * @throws IoError InvalidInput, `invalid IPv4 address syntax`.
   */
  static parseIpv4(text: string): IpAddr {
    return parseAs(text, 'IPv4');
  }

  /**
   * Rust's `Ipv6Addr::from_str`.
   *
   * @throws IoError InvalidInput, `invalid IPv6 address syntax`.
   */
  static parseIpv6(text: string): IpAddr {
    return parseAs(text, 'IPv6');
  }

  /**
   * The address of 4 or 16 bytes, most significant first: what {@link IpAddr.octets} gives.
   *
   * @throws RangeError for any other number of bytes.
   */
  static fromOctets(octets: Uint8Array): IpAddr {
    if (!(octets instanceof Uint8Array)) throw invalidArgType('octets', 'an instance of Uint8Array', octets);
    const own = Uint8Array.from(octetsOf(octets, 'octets'));
    if (own.length !== 4 && own.length !== 16) throw outOfRange('octets.length', '4 or 16', own.length);
    return new IpAddr(KEY, own);
  }

  /** Which of the two it is, in Node's words. */
  get family(): 'IPv4' | 'IPv6' {
    return this.isIpv4() ? 'IPv4' : 'IPv6';
  }

  /** Whether it is an IPv4 address. */
  isIpv4(): boolean {
    return this.#octets.length === 4;
  }

  /** Whether it is an IPv6 address; an IPv4-mapped one is. */
  isIpv6(): boolean {
    return this.#octets.length === 16;
  }

  /** 127.0.0.0/8 or ::1. As in Rust, an IPv4-mapped loopback address is none. */
  isLoopback(): boolean {
    return this.isIpv4() ? this.#octets[0] === 127 : this.#endsZeroesWith(1);
  }

  /** 0.0.0.0 or ::, "any address". */
  isUnspecified(): boolean {
    return this.#octets.every((octet) => octet === 0);
  }

  /** 224.0.0.0/4 or ff00::/8. */
  isMulticast(): boolean {
    return this.isIpv4() ? (this.#octets[0]! & 0xf0) === 224 : this.#octets[0] === 0xff;
  }

  /** 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16; for IPv6 the unique local addresses, fc00::/7. */
  isPrivate(): boolean {
    const [a, b] = this.#octets as unknown as [number, number];
    if (this.isIpv6()) return (a & 0xfe) === 0xfc;
    return a === 10 || (a === 172 && (b & 0xf0) === 16) || (a === 192 && b === 168);
  }

  /** 169.254.0.0/16 or fe80::/10. */
  isLinkLocal(): boolean {
    const [a, b] = this.#octets as unknown as [number, number];
    return this.isIpv4() ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
  }

  /** 255.255.255.255; IPv6 has none. */
  isBroadcast(): boolean {
    return this.isIpv4() && this.#octets.every((octet) => octet === 255);
  }

  /** 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24; 2001:db8::/32, 3fff::/20. */
  isDocumentation(): boolean {
    const [a, b, c, d] = this.#octets as unknown as [number, number, number, number];
    if (this.isIpv4()) {
      return (
        (a === 192 && b === 0 && c === 2) ||
        (a === 198 && b === 51 && c === 100) ||
        (a === 203 && b === 0 && c === 113)
      );
    }
    return (a === 0x20 && b === 0x01 && c === 0x0d && d === 0xb8) || (a === 0x3f && b === 0xff && c < 0x10);
  }

  /** The IPv4 address in an IPv4-mapped one (`::ffff:192.0.2.1`); null for every other address. */
  toIpv4Mapped(): IpAddr | null {
    const octets = this.#octets;
    const mapped =
      this.isIpv6() &&
      octets.subarray(0, 10).every((octet) => octet === 0) &&
      octets[10] === 255 &&
      octets[11] === 255;
    return mapped ? new IpAddr(KEY, octets.slice(12)) : null;
  }

  /** 4 or 16 bytes, most significant first; a copy. */
  octets(): Uint8Array {
    return this.#octets.slice();
  }

  /** Whether `o` is the same address; never true for an address and its IPv4-mapped form. */
  equals(o: IpAddr): boolean {
    return isIpAddr(o) && Buffer.compare(this.#octets, o.#octets) === 0;
  }

  /** Rust's Display: the longest run of zeros compressed, IPv4-mapped addresses with dots. */
  toString(): string {
    return native.formatIp(this.#octets);
  }

  /** {@link toString}. */
  toJSON(): string {
    return this.toString();
  }

  /** `IpAddr(127.0.0.1)`. */
  [inspect.custom](): string {
    return `IpAddr(${this})`;
  }

  #endsZeroesWith(last: number): boolean {
    return this.#octets.every((octet, i) => octet === (i === this.#octets.length - 1 ? last : 0));
  }
}

function parseAs(text: string, family: 'IPv4' | 'IPv6'): IpAddr {
  const ip = parseOrNull(checkString(text, 'text'));
  if (ip?.family !== family) throw invalidInput(`invalid ${family} address syntax`);
  return ip;
}

function parseOrNull(text: string): IpAddr | null {
  try {
    return IpAddr.parse(text);
  } catch {
    return null;
  }
}
