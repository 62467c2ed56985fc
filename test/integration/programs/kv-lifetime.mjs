// kv-lifetime.mjs (with --expose-gc): who holds a shared store, and who does not. Prints a line for each thing that is so.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { handlers, KvStore, serve } from 'stdnet';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Collects until it is so: finalizers run some turns later. */
async function collected(isSo) {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    assert(performance.now() < deadline, 'not collected');
    gc();
    await nextTurn();
  }
}

function isGone(shared) {
  try {
    KvStore.from(shared);
    return false;
  } catch (error) {
    assert.equal(error.kind, 'NotFound');
    return true;
  }
}

/** A Worker that shares a store with a value in it, and the value that opens it. */
async function sharing() {
  const worker = new Worker(new URL(import.meta.url), { workerData: 'share' });
  const [shared] = await once(worker, 'message');
  return { worker, shared };
}

function shareOneMore() {
  const store = new KvStore();
  store.set('k', 'v');
  return store.share();
}

const cases = {
  async 'the thread that has shared it, whether or not it has the object'() {
    const shared = shareOneMore();
    for (let i = 0; i < 5; i++) {
      gc();
      await nextTurn();
    }
    assert.equal(KvStore.from(shared).get('k'), 'v');
  },

  async 'who has opened it, when the thread that shared it is gone'() {
    const { worker, shared } = await sharing();
    let store = KvStore.from(shared);
    await worker.terminate();
    assert.equal(store.get('k'), 'v');
    assert.equal(KvStore.from(shared).get('k'), 'v');
    store = null;
    await collected(() => isGone(shared));
  },

  async 'nobody, when the thread that shared it is gone before anybody came'() {
    const { worker, shared } = await sharing();
    await worker.terminate();
    assert(isGone(shared));
  },

  async 'a server, when all else is gone'() {
    const { worker, shared } = await sharing();
    const server = serve('127.0.0.1:0', handlers.kv(KvStore.from(shared)));
    await worker.terminate();
    for (let i = 0; i < 5; i++) {
      gc();
      await nextTurn();
    }
    const client = connect(server.localAddr().port, '127.0.0.1');
    client.end('GET k\n');
    assert.equal(String((await once(client, 'data'))[0]), 'v\n');
    assert(!isGone(shared));
    await server.shutdown();
  },

  async 'nobody, when all that had it are collected: its memory is free again'() {
    const fill = () => new KvStore().set('k', Buffer.alloc(20_000_000, 'x'));
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 12; i++) {
      fill();
      gc();
      await nextTurn();
    }
    await collected(() => process.memoryUsage().rss - before < 100_000_000);
  },

  async 'no lock, when a Worker is ended in the middle of a call'() {
    const store = new KvStore();
    for (let i = 0; i < 8; i++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: store.share() });
      await once(worker, 'message');
      await worker.terminate();
      for (let key = 0; key < 200; key++) store.set(`${key}`, 'still mine');
    }
    assert.equal(store.get('0'), 'still mine');
  },
};

/** Writes until it is ended. */
function writeForEver() {
  const store = KvStore.from(workerData);
  parentPort.postMessage('writing');
  for (let i = 0; ; i = (i + 1) % 200) store.set(`${i}`, Buffer.alloc(100_000));
}

if (isMainThread) {
  for (const [name, check] of Object.entries(cases)) {
    await check();
    console.log(name);
  }
} else if (workerData === 'share') {
  parentPort.on('message', () => {}); // lives until it is ended
  parentPort.postMessage(shareOneMore());
} else {
  writeForEver();
}
