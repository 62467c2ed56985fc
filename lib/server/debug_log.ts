/** `NODE_DEBUG=stdnet`: a line on stderr for whatever servers publish. Without it, nothing here runs. @internal */
import { subscribe } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';
import type { IoError } from '../core/io_error.js';
import { printable } from '../core/printable.js';
import type { ServerMessages } from './server_messages.js';

const log = debuglog('stdnet');

/** A server that closes does not tell its address any more. */
const addresses = new WeakMap<object, string>();

const describe: { [Name in keyof ServerMessages]: (message: ServerMessages[Name]) => string } = {
  'stdnet:server.listening': () => 'listening',
  'stdnet:server.connection': ({ info: { id, peer } }) => `connection ${id} from ${peer}`,
  'stdnet:server.disconnect': ({ info: { id, peer, bytesIn, bytesOut, duration, error } }) => {
    const what = `disconnect ${id} from ${peer}: ${bytesIn} bytes in, ${bytesOut} bytes out, ${duration} ms`;
    return error === null ? what : `${what}, ${oneLine(error)}`;
  },
  'stdnet:server.drop': ({ peer, reason }) => `drop ${peer ?? 'somebody'}: ${reason}`,
  'stdnet:server.error': ({ error }) => `error ${oneLine(error)}`,
  'stdnet:server.close': () => 'close',
};

/** A handler's error may quote its peer, who must not write lines of this log. */
function oneLine({ code, message }: IoError): string {
  return `${code}: ${printable(message).replaceAll('\n', '\\n')}`;
}

function logAll<Name extends keyof ServerMessages>(name: Name): void {
  subscribe(name, (message) => {
    const told = message as ServerMessages[Name];
    log('server %s: %s', addresses.get(told.server), describe[name](told));
  });
}

if (log.enabled) {
  subscribe('stdnet:server.listening', (message) => {
    const { server } = message as ServerMessages['stdnet:server.listening'];
    addresses.set(server, String(server.localAddr()));
  });
  for (const name of Object.keys(describe) as (keyof ServerMessages)[]) logAll(name);
}
