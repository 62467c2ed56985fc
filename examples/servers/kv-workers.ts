// The guide's exercise 2 once more: its handler is blocking TypeScript, and runs in Workers that share one store.
import { inWorkers, KvStore, serve } from 'stdnet';

const store = new KvStore();
const handler = inWorkers(new URL('./support/kv-handler.mjs', import.meta.url), {
  threads: 4,
  data: store.share(),
});
const server = serve(process.argv[2] ?? '127.0.0.1:7878', handler);
server.on('error', (error) => console.error(error));

console.log(`kv store on ${server.localAddr()}`);
