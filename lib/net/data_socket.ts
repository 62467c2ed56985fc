import { native } from '../binding/index.js';
import { Option, PACKED_SIZE } from '../binding/native.js';
import { checkTimeout } from '../core/duration.js';
import { orNothing, Socket } from './socket.js';
import { addrFromPacked, type SocketAddr } from './socket_addr.js';

const READ = 0;
const WRITE = 1;

/** A socket that data goes through: what a stream and a datagram socket have in common. */
export abstract class DataSocket extends Socket {
  /**
   * The address at the other end.
   *
   * @throws IoError NotConnected.
   *
   * Calls getpeername(2).
   */
  peerAddr(): SocketAddr {
    const packed = new Uint8Array(PACKED_SIZE);
    native.peerAddr(this.fd, packed);
    return addrFromPacked(packed);
  }

  /**
   * How long a call that reads may block; then it throws WouldBlock.
   *
   * Milliseconds, fractions allowed; less than 1 µs becomes 1 µs; null, the default: no limit. Clones share it.
   *
   * @throws IoError InvalidInput for 0.
   *
   * Calls setsockopt(2) with SO_RCVTIMEO.
   */
  setReadTimeout(ms: number | null): void {
    this.#setTimeout(READ, ms);
  }

  /** What the kernel keeps of {@link setReadTimeout}: milliseconds, or null. Calls getsockopt(2) with SO_RCVTIMEO. */
  readTimeout(): number | null {
    return native.getTimeout(this.fd, READ);
  }

  /**
   * How long a call that writes may block; then it throws WouldBlock, or returns how much had gone by then.
   *
   * Milliseconds, fractions allowed; less than 1 µs becomes 1 µs; null, the default: no limit. Clones share it.
   *
   * @throws IoError InvalidInput for 0.
   *
   * Calls setsockopt(2) with SO_SNDTIMEO.
   */
  setWriteTimeout(ms: number | null): void {
    this.#setTimeout(WRITE, ms);
  }

  /** What the kernel keeps of {@link setWriteTimeout}: milliseconds, or null. Calls getsockopt(2) with SO_SNDTIMEO. */
  writeTimeout(): number | null {
    return native.getTimeout(this.fd, WRITE);
  }

  /**
   * How many bytes the kernel may hold that were not read yet. Linux keeps twice the number, within its limits.
   *
   * Calls setsockopt(2) with SO_RCVBUF.
   */
  setRecvBufferSize(n: number): void {
    this.setCount(Option.RecvBufferSize, n, 'n');
  }

  /** What the kernel keeps of {@link setRecvBufferSize}. Calls getsockopt(2) with SO_RCVBUF. */
  recvBufferSize(): number {
    return native.getOption(this.fd, Option.RecvBufferSize);
  }

  /**
   * How many bytes the kernel may hold that were not sent yet. Linux keeps twice the number, within its limits.
   *
   * Calls setsockopt(2) with SO_SNDBUF.
   */
  setSendBufferSize(n: number): void {
    this.setCount(Option.SendBufferSize, n, 'n');
  }

  /** What the kernel keeps of {@link setSendBufferSize}. Calls getsockopt(2) with SO_SNDBUF. */
  sendBufferSize(): number {
    return native.getOption(this.fd, Option.SendBufferSize);
  }

  /** @internal */
  protected override describe(): Record<string, unknown> {
    const peer = orNothing(() => this.peerAddr());
    return peer === undefined ? super.describe() : { ...super.describe(), peer };
  }

  #setTimeout(direction: typeof READ | typeof WRITE, ms: number | null): void {
    const limit = checkTimeout(ms, 'ms');
    native.setTimeout(this.fd, direction, limit);
  }
}
