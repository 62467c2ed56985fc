// The guide's exercise 2: a key-value store for many clients at once, all in native threads. It takes 256 MiB, then refuses.
import { handlers, KvStore, serve } from 'stdnet';

const store = new KvStore({ maxBytes: 256 * 1024 * 1024 });
const server = serve(process.argv[2] ?? '127.0.0.1:7878', handlers.kv(store));

process.once('SIGTERM', async () => {
  await server.shutdown({ drain: 1_000 });
  console.log(`${store.size} keys, ${store.bytes} bytes`);
});
console.log(`kv store on ${server.localAddr()}`);
