import { TcpStream, toSocketAddrs } from 'stdnet';

/** Connects to `host:port`, where the host may be a name of several addresses, each of which is given the time that is left. */
export function connectWithin(addr: string, timeLeft: () => number): TcpStream {
  let failed: unknown;
  for (const each of toSocketAddrs(addr)) {
    try {
      return TcpStream.connectTimeout(each, timeLeft());
    } catch (error) {
      failed = error;
    }
  }
  throw failed;
}
