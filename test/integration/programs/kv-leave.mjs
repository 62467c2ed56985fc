// kv-leave.mjs WAY: leaves in that way while two Workers write to a store and a server serves it.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { handlers, KvStore, serve } from 'stdnet';
import { leave } from '../../support/leave.mjs';

if (isMainThread) {
  const store = new KvStore();
  serve('127.0.0.1:0', handlers.kv(store));
  for (let i = 0; i < 2; i++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: store.share() });
    await once(worker, 'message');
  }
  console.log('leaving');
  leave(process.argv[2], {});
} else {
  const store = KvStore.from(workerData);
  parentPort.postMessage('writing');
  for (let i = 0; ; i = (i + 1) % 1000) store.set(`${i}`, `${i}`);
}
