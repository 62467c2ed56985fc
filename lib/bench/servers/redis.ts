// The server under test: redis-server as it comes, which is one thread, with nothing written to disk.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ForeignServer } from './foreign.js';

/** redis-server takes 0 for none. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Somebody else may take the port in between: then it is another one's turn. */
for (let attempts = 10; ; attempts--) {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = new ForeignServer('redis-server', options);
  const ready = () => (server.said.includes('Ready to accept connections') ? true : undefined);
  if (await server.until(ready)) {
    server.announce(port);
    break;
  }
  if (attempts === 1 || !server.said.includes('Address already in use')) server.fail();
}
