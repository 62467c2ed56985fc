// The guide's exercise 2: a key-value store for many clients at once, all in native threads.
import { handlers, serve } from 'stdnet';

const server = serve(process.argv[2] ?? '127.0.0.1:7878', handlers.kv());
console.log(`kv store on ${server.localAddr()}`);

process.once('SIGTERM', () => server.shutdown({ drain: 1_000 }));
