import { native } from '../binding/index.js';
import { Option } from '../binding/native.js';
import { checkInteger, MAX_UINT32 } from '../core/check.js';
import { checkOctets } from './check_ip.js';
import { DataSocket } from './data_socket.js';
import type { IpAddr } from './ip_addr.js';

/** A socket that can send to many at once: broadcast, and the groups of IPv4 and IPv6. */
export abstract class MulticastSocket extends DataSocket {
  /**
   * Whether broadcast addresses may be sent to. Default false.
   *
   * Calls setsockopt(2) with SO_BROADCAST.
   */
  setBroadcast(on: boolean): void {
    this.setFlag(Option.Broadcast, on, 'on');
  }

  /** What {@link setBroadcast} sets. Calls getsockopt(2) with SO_BROADCAST. */
  broadcast(): boolean {
    return this.flag(Option.Broadcast);
  }

  /**
   * Whether this machine gets back what it sends to an IPv4 group. Default true.
   *
   * Calls setsockopt(2) with IP_MULTICAST_LOOP.
   */
  setMulticastLoopV4(on: boolean): void {
    this.setFlag(Option.MulticastLoopV4, on, 'on');
  }

  /** What {@link setMulticastLoopV4} sets. Calls getsockopt(2) with IP_MULTICAST_LOOP. */
  multicastLoopV4(): boolean {
    return this.flag(Option.MulticastLoopV4);
  }

  /**
   * How many routers a packet to an IPv4 group may pass, 0 to 255. Default (and 2³²-1): 1, it stays in the network.
   *
   * @throws IoError InvalidInput when the system refuses the number.
   *
   * Calls setsockopt(2) with IP_MULTICAST_TTL.
   */
  setMulticastTtlV4(n: number): void {
    this.setUnsigned(Option.MulticastTtlV4, n, 'n');
  }

  /** What {@link setMulticastTtlV4} sets. Calls getsockopt(2) with IP_MULTICAST_TTL. */
  multicastTtlV4(): number {
    return native.getOption(this.fd, Option.MulticastTtlV4);
  }

  /**
   * Whether this machine gets back what it sends to an IPv6 group. Default true.
   *
   * Calls setsockopt(2) with IPV6_MULTICAST_LOOP.
   */
  setMulticastLoopV6(on: boolean): void {
    this.setFlag(Option.MulticastLoopV6, on, 'on');
  }

  /** What {@link setMulticastLoopV6} sets. Calls getsockopt(2) with IPV6_MULTICAST_LOOP. */
  multicastLoopV6(): boolean {
    return this.flag(Option.MulticastLoopV6);
  }

  /**
   * Receives what is sent to an IPv4 group from now on.
   *
   * @param iface the address of the interface to join on; `0.0.0.0` lets the system choose.
   * @throws IoError InvalidInput when `group` is none, or when either is not an IPv4 address; AddrInUse (again).
   *
   * Calls setsockopt(2) with IP_ADD_MEMBERSHIP.
   */
  joinMulticastV4(group: IpAddr | string, iface: IpAddr | string): void {
    this.#membershipV4(true, group, iface);
  }

  /**
   * Ends {@link joinMulticastV4}.
   *
   * @throws IoError AddrNotAvailable when it was not joined.
   *
   * Calls setsockopt(2) with IP_DROP_MEMBERSHIP.
   */
  leaveMulticastV4(group: IpAddr | string, iface: IpAddr | string): void {
    this.#membershipV4(false, group, iface);
  }

  /**
   * Receives what is sent to an IPv6 group from now on.
   *
   * @param iface the index of the interface to join on; 0 lets the system choose.
   * @throws IoError InvalidInput when `group` is none; AddrInUse (again); Uncategorized (ENODEV).
   *
   * Calls setsockopt(2) with IPV6_ADD_MEMBERSHIP.
   */
  joinMulticastV6(group: IpAddr | string, iface: number): void {
    this.#membershipV6(true, group, iface);
  }

  /**
   * Ends {@link joinMulticastV6}.
   *
   * @throws IoError AddrNotAvailable when it was not joined.
   *
   * Calls setsockopt(2) with IPV6_DROP_MEMBERSHIP.
   */
  leaveMulticastV6(group: IpAddr | string, iface: number): void {
    this.#membershipV6(false, group, iface);
  }

  #membershipV4(join: boolean, group: IpAddr | string, iface: IpAddr | string): void {
    const groupOctets = checkOctets(group, 'group', 'IPv4');
    const ifaceOctets = checkOctets(iface, 'iface', 'IPv4');
    native.membershipV4(this.fd, join, groupOctets, ifaceOctets);
  }

  #membershipV6(join: boolean, group: IpAddr | string, iface: number): void {
    const groupOctets = checkOctets(group, 'group', 'IPv6');
    const index = checkInteger(iface, 'iface', 0, MAX_UINT32);
    native.membershipV6(this.fd, join, groupOctets, index);
  }
}
