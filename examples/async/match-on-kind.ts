// Best practice: match on the kind, never on the message. A retry loop that holds on every platform.
import { ErrorKind, IoError, TcpStream } from 'stdnet/async';
import { println } from '../guide/support/println.js';
import { sleep } from './support/sleep.js';

const ATTEMPTS = 3;

async function connectWithRetry(addr: string): Promise<TcpStream | null> {
  for (let attempt = 1, backoff = 50; attempt <= ATTEMPTS; attempt++, backoff *= 2) {
    try {
      return await TcpStream.connect(addr);
    } catch (error) {
      if (!IoError.isIoError(error)) throw error;
      switch (error.kind) {
        case ErrorKind.ConnectionRefused: // not there yet: worth another try
        case ErrorKind.TimedOut:
          println(`attempt ${attempt}: ${error.kind}`);
          if (attempt < ATTEMPTS) await sleep(backoff);
          break;
        default: // no route, no permission, a name that does not resolve: trying again does not help
          throw error;
      }
    }
  }
  return null;
}

using stream = await connectWithRetry(process.argv[2] ?? '127.0.0.1:7878');
println(stream ? `connected to ${stream.peerAddr()}` : 'gave up');
