import { ErrorKind, IoError, TcpStream, toSocketAddrs, UdpSocket } from '../../index.js';
import { CliError, TIMED_OUT } from '../error.js';
import { type TalkFlags, talkTcp } from './talk_tcp.js';
import { talkUdp } from './talk_udp.js';

/** @internal */
export async function connectTcp(address: string, flags: TalkFlags): Promise<void> {
  const stream = orTell(`cannot connect to '${address}'`, () => open(address, flags.timeout));
  await talkTcp(stream, flags).catch((error) => tell(address, error));
}

/** @internal */
export async function connectUdp(address: string, flags: TalkFlags): Promise<void> {
  const socket = orTell(`cannot send to '${address}'`, () => openUdp(address));
  await talkUdp(socket, flags).catch((error) => tell(address, error));
}

/** `timeout` is for each address, where a name has several. */
function open(address: string, timeout: number | undefined): TcpStream {
  if (timeout === undefined) return TcpStream.connect(address);
  let last: unknown;
  for (const addr of toSocketAddrs(address)) {
    try {
      return TcpStream.connectTimeout(addr, timeout);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** To the first address, where a name has several: datagrams do not tell whether anybody is there. */
function openUdp(address: string): UdpSocket {
  const [addr] = toSocketAddrs(address);
  const socket = UdpSocket.bind(addr!.ip.isIpv4() ? '0.0.0.0:0' : '[::]:0');
  socket.connect(addr!);
  return socket;
}

function orTell<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    return tell(what, error);
  }
}

function tell(what: string, error: unknown): never {
  if (!IoError.isIoError(error)) throw error;
  const exitCode = error.kind === ErrorKind.TimedOut ? TIMED_OUT : 1;
  throw new CliError(`${what}: ${error.message}, ${error.code}`, exitCode);
}
