/** What the kernel does of what stdnet can ask of it: tried, on sockets of loopback. @internal */
import type { TcpStream } from '../../index.js';
import type { Stdnet } from '../service.js';

/** By the name that the system has for it. true: it works; otherwise what the system said. @internal */
export type Options = Readonly<Record<string, true | string>>;

const LOOPBACK = '127.0.0.1:0';

/** @internal */
export function tryOptions(stdnet: Stdnet): Options {
  const { TcpListener, TcpStream, UdpSocket } = stdnet;
  const onStream = (set: (stream: TcpStream) => void) => () => {
    using listener = TcpListener.bind(LOOPBACK);
    using stream = TcpStream.connect(listener.localAddr());
    set(stream);
  };
  return {
    'TCP over IPv4': attempt(
      stdnet,
      onStream(() => {}),
    ),
    'TCP over IPv6': attempt(stdnet, () => TcpListener.bind('[::1]:0').close()),
    UDP: attempt(stdnet, () => UdpSocket.bind(LOOPBACK).close()),
    IPV6_V6ONLY: attempt(stdnet, () => TcpListener.bind('[::1]:0', { ipv6Only: true }).close()),
    SO_REUSEPORT: attempt(stdnet, () => TcpListener.bind(LOOPBACK, { reusePort: true }).close()),
    TCP_NODELAY: attempt(
      stdnet,
      onStream((stream) => stream.setNodelay(true)),
    ),
    SO_LINGER: attempt(
      stdnet,
      onStream((stream) => stream.setLinger(0)),
    ),
    SO_KEEPALIVE: attempt(
      stdnet,
      onStream((stream) => stream.setKeepalive({ time: 60_000, interval: 10_000, retries: 3 })),
    ),
    TCP_USER_TIMEOUT: attempt(
      stdnet,
      onStream((stream) => stream.setUserTimeout(1_000)),
    ),
    SO_BROADCAST: attempt(stdnet, () => {
      using socket = UdpSocket.bind(LOOPBACK);
      socket.setBroadcast(true);
    }),
  };
}

function attempt({ IoError }: Stdnet, call: () => void): true | string {
  try {
    call();
    return true;
  } catch (error) {
    if (IoError.isIoError(error)) return error.message;
    throw error;
  }
}
