import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE } from '../binding/native.js';
import { join, packedAt } from '../binding/packed.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import { checkArray, checkBoolean, checkBytes, checkOptions } from '../core/check.js';
import { MulticastSocket } from './multicast_socket.js';
import { checkFd, KEY } from './socket.js';
import { addrFromPacked, type SocketAddr } from './socket_addr.js';
import { resolveFirst, resolveSome, type ToSocketAddrs } from './to_socket_addrs.js';

/** What {@link UdpSocket.bind} takes beside the address. */
export interface UdpSocketOptions {
  /** SO_REUSEADDR. Default false, as in Rust. */
  reuseAddr?: boolean;
  /** SO_REUSEPORT: several sockets share the address, and the kernel shares the datagrams out. Default false. */
  reusePort?: boolean;
  /** IPV6_V6ONLY. Default: the system's, which on Linux lets `[::]` take IPv4 too. */
  ipv6Only?: boolean;
}

/** More datagrams than the system takes in one call are left for the next. */
const MAX_DATAGRAMS = 1024;

/**
 * A UDP socket: Rust's `UdpSocket`.
 *
 * Its calls block the thread in the kernel, within the timeouts. The process, or the Worker, can be ended meanwhile.
 *
 * @example
 * ```ts
 * using socket = UdpSocket.bind('127.0.0.1:0');
 * socket.setReadTimeout(1000);
 * socket.sendTo('TIME', '127.0.0.1:9000');
 * const buf = Buffer.alloc(64);
 * const [n, from] = socket.recvFrom(buf);
 * console.log(`${from}: ${buf.toString('utf8', 0, n)}`);
 * ```
 */
export class UdpSocket extends MulticastSocket {
  private constructor(key: typeof KEY, fd: Fd) {
    super(key, fd);
  }

  /**
   * Binds to the first of the addresses that can be bound; port 0 lets the system choose one.
   *
   * **Blocks** only while a name is looked up.
   *
   * @throws IoError AddrInUse, AddrNotAvailable, PermissionDenied, …: the last address's error.
   *
   * Calls socket(2), bind(2).
   */
  static override bind(addr: ToSocketAddrs, options?: UdpSocketOptions): UdpSocket {
    const checked = checkUdpOptions(options);
    return new UdpSocket(KEY, native.udpBind(resolveSome(addr), ...checked));
  }

  /**
   * Sets the peer that {@link send} sends to; only its datagrams are received from now on.
   *
   * **Blocks** only while a name is looked up: UDP has no connection to set up.
   *
   * @throws IoError the last address's.
   *
   * Calls connect(2).
   */
  connect(addr: ToSocketAddrs): void {
    const addrs = resolveSome(addr);
    native.udpConnect(this.fd, addrs);
  }

  /**
   * Sends a datagram to an address: the first, where there are several. A string is sent as UTF-8.
   *
   * **Blocks** while the kernel has no room for it, and while a name is looked up.
   *
   * @returns how many bytes were sent: all.
   * @throws IoError Uncategorized (EMSGSIZE) when it is too long; WouldBlock after the write timeout.
   *
   * Calls sendto(2).
   */
  sendTo(data: Bytes | string, addr: ToSocketAddrs): number {
    const bytes = encode(data, 'data');
    const to = resolveFirst(addr);
    return native.udpSendTo(this.fd, bytes, to);
  }

  /**
   * Sends a datagram to the peer that {@link connect} has set.
   *
   * @returns how many bytes were sent: all.
   * @throws IoError ConnectionRefused when an earlier one found nobody; Uncategorized (EDESTADDRREQ) without a peer.
   *
   * Calls send(2).
   */
  send(data: Bytes | string): number {
    const bytes = encode(data, 'data');
    return native.send(this.fd, bytes);
  }

  /**
   * Takes the next datagram. What does not fit into `buf` is discarded; all of it when `buf` is empty.
   *
   * **Blocks** until one has come.
   *
   * @returns its size, as far as it fitted, and who sent it. 0 is a datagram too.
   * @throws IoError WouldBlock after the read timeout.
   *
   * Calls recvfrom(2).
   */
  recvFrom(buf: Bytes): [n: number, from: SocketAddr] {
    checkBytes(buf, 'buf');
    const from = new Uint8Array(PACKED_SIZE);
    const n = native.udpRecvFrom(this.fd, buf, from);
    return [n, addrFromPacked(from)];
  }

  /**
   * {@link recvFrom} without the address.
   *
   * @throws IoError ConnectionRefused when an earlier {@link send} found nobody; WouldBlock after the read timeout.
   *
   * Calls recv(2).
   */
  recv(buf: Bytes): number {
    checkBytes(buf, 'buf');
    return native.udpRecv(this.fd, buf);
  }

  /**
   * {@link recvFrom}, but the datagram stays and is received again.
   *
   * Calls recvfrom(2) with MSG_PEEK.
   */
  peekFrom(buf: Bytes): [n: number, from: SocketAddr] {
    checkBytes(buf, 'buf');
    const from = new Uint8Array(PACKED_SIZE);
    const n = native.udpPeekFrom(this.fd, buf, from);
    return [n, addrFromPacked(from)];
  }

  /**
   * {@link recv}, but the datagram stays and is received again.
   *
   * Calls recv(2) with MSG_PEEK.
   */
  peek(buf: Bytes): number {
    checkBytes(buf, 'buf');
    return native.udpPeek(this.fd, buf);
  }

  /**
   * Takes as many datagrams as are there, one into each of `bufs`, at most 1,024: beyond std.
   *
   * **Blocks** for the first only.
   *
   * @returns for each that came its size, as far as it fitted, and who sent it.
   * @throws IoError WouldBlock after the read timeout; ConnectionRefused as {@link recv} does.
   *
   * Calls recvmmsg(2).
   */
  recvMany(bufs: Bytes[]): Array<[n: number, from: SocketAddr]> {
    const views = checkArray(bufs, 'bufs', MAX_DATAGRAMS, checkBytes);
    const fd = this.fd;
    if (views.length === 0) return [];
    const sizes = new Uint32Array(views.length);
    const from = new Uint8Array(views.length * PACKED_SIZE);
    const count = native.udpRecvMany(fd, views, sizes, from);
    const received: Array<[n: number, from: SocketAddr]> = [];
    for (let i = 0; i < count; i++) received.push([sizes[i]!, addrFromPacked(packedAt(from, i).slice())]);
    return received;
  }

  /**
   * Sends several datagrams in one call, at most 1,024: beyond std.
   *
   * **Blocks** while the kernel has no room for the first.
   *
   * @returns how many were sent, which may be fewer than there are; go on with the rest.
   * @throws IoError when not even the first could be sent: what {@link sendTo} throws.
   *
   * Calls sendmmsg(2).
   */
  sendMany(messages: Array<[data: Bytes | string, to: SocketAddr]>): number {
    const checked = checkArray(messages, 'messages', MAX_DATAGRAMS, checkMessage);
    const fd = this.fd;
    if (checked.length === 0) return 0;
    return native.udpSendMany(
      fd,
      checked.map((message) => message.bytes),
      join(checked.map((message) => message.to)),
    );
  }

  /**
   * A second handle to the same socket. Options and timeouts are shared; a datagram goes to whichever receives first.
   *
   * Calls fcntl(2) with F_DUPFD_CLOEXEC.
   */
  tryClone(): UdpSocket {
    return new UdpSocket(KEY, native.duplicate(this.fd));
  }

  /**
   * Takes over a descriptor, for instance one that `intoRawFd()` gave another thread.
   *
   * @throws IoError InvalidInput when it is not a UDP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): UdpSocket {
    checkFd(fd);
    native.adopt(fd, 'datagram');
    return new UdpSocket(KEY, fd);
  }
}

/** What `udpBind` of the addon takes behind the addresses. @internal */
export function checkUdpOptions(
  options: UdpSocketOptions | undefined,
): [reuseAddr: boolean, reusePort: boolean, ipv6Only: boolean | null] {
  const { reuseAddr = false, reusePort = false, ipv6Only } = checkOptions(options, 'options');
  checkBoolean(reuseAddr, 'options.reuseAddr');
  checkBoolean(reusePort, 'options.reusePort');
  if (ipv6Only !== undefined) checkBoolean(ipv6Only, 'options.ipv6Only');
  return [reuseAddr, reusePort, ipv6Only ?? null];
}

function checkMessage(value: unknown, name: string): { bytes: Bytes; to: Uint8Array } {
  if (!Array.isArray(value)) throw invalidArgType(name, 'an instance of Array', value);
  const [data, to] = value;
  return { bytes: encode(data, `${name}[0]`), to: resolveFirst(to) };
}
