// The guide's exercise 1: counts what the first connection sends up to its end, and exits.
import { once } from 'node:events';
import { handlers, serve } from 'stdnet';

await using server = serve(process.argv[2] ?? '127.0.0.1:7878', handlers.count());
console.log(`counting server on ${server.localAddr()}`);

const [{ bytesIn }] = await once(server, 'disconnect');
console.log(`received ${bytesIn} bytes total`);
