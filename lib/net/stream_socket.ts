import { native } from '../binding/index.js';
import { Option } from '../binding/native.js';
import { checkDuration, checkTimeout, wholeUnits } from '../core/duration.js';
import { DataSocket } from './data_socket.js';
import { checkKeepalive, type Keepalive, keepaliveOf, setKeepalive } from './keepalive.js';

const SECOND = 1000;

/** A TCP connection's options: what a stream has whoever waits for its bytes, a thread or the event loop. */
export abstract class StreamSocket extends DataSocket {
  /**
   * Whether small writes are sent at once instead of waiting for more (Nagle's algorithm). Default false.
   *
   * Calls setsockopt(2) with TCP_NODELAY.
   */
  setNodelay(on: boolean): void {
    this.setFlag(Option.Nodelay, on, 'on');
  }

  /** What {@link setNodelay} sets. Calls getsockopt(2) with TCP_NODELAY. */
  nodelay(): boolean {
    return this.flag(Option.Nodelay);
  }

  /**
   * How long {@link close} waits until the peer has what was not sent yet. The process, or the Worker, can be ended
   * meanwhile; nobody waits for a stream that the garbage collector closes, or the end of its Worker.
   *
   * Milliseconds, rounded up to whole seconds; 0: closing resets the connection; null, the default: closing returns at
   * once and the system goes on sending.
   *
   * Calls setsockopt(2) with SO_LINGER.
   */
  setLinger(ms: number | null): void {
    const seconds = ms === null ? null : wholeUnits(checkDuration(ms, 'ms'), SECOND, 'ms');
    native.setLinger(this.fd, seconds);
  }

  /** What {@link setLinger} sets: milliseconds, or null. Calls getsockopt(2) with SO_LINGER. */
  linger(): number | null {
    const seconds = native.getLinger(this.fd);
    return seconds === null ? null : seconds * SECOND;
  }

  /**
   * Whether the system probes an idle connection, and how; null, the default: it does not.
   *
   * `time` of silence, then a probe each `interval`, and after `retries` without an answer the connection is dead
   * (TimedOut). Milliseconds, rounded up to whole seconds; what is left out keeps its value.
   *
   * @throws IoError InvalidInput for a duration of 0, or what the system refuses.
   *
   * Calls setsockopt(2) with TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, SO_KEEPALIVE.
   */
  setKeepalive(opts: Partial<Keepalive> | null): void {
    const settings = checkKeepalive(opts);
    setKeepalive(this.fd, settings);
  }

  /** What {@link setKeepalive} sets; null while the system does not probe. */
  keepalive(): Keepalive | null {
    return keepaliveOf(this.fd);
  }

  /**
   * How long sent bytes may stay unacknowledged before the connection is dead (TimedOut).
   *
   * Milliseconds, rounded up to whole ones; null, the default: the system's own patience.
   *
   * @throws IoError InvalidInput for 0; Unsupported where the system has no such option (macOS).
   *
   * Calls setsockopt(2) with TCP_USER_TIMEOUT.
   */
  setUserTimeout(ms: number | null): void {
    const limit = checkTimeout(ms, 'ms');
    const whole = limit === null ? 0 : wholeUnits(limit, 1, 'ms');
    native.setOption(this.fd, Option.UserTimeout, whole);
  }

  /** What {@link setUserTimeout} sets: milliseconds, or null. Calls getsockopt(2) with TCP_USER_TIMEOUT. */
  userTimeout(): number | null {
    const ms = native.getOption(this.fd, Option.UserTimeout);
    return ms === 0 ? null : ms;
  }
}
