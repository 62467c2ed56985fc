// kv-shared.mjs: one store, used by the main thread, two Workers and a native server at the same time. Prints what each of
// them sees.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { handlers, KvStore, serve } from 'stdnet';

const MANY = 5_000;

/** What a Worker can be asked. */
function serveHere() {
  const store = KvStore.from(workerData);
  const calls = {
    set: ([key, value]) => store.set(key, value),
    get: (keys) => keys.map((key) => store.get(key)),
    delete: (key) => store.delete(key),
    many: (name) => {
      for (let i = 0; i < MANY; i++) store.set(`${name} ${i}`, `${i}`);
    },
  };
  parentPort.on('message', ([call, argument]) => parentPort.postMessage(calls[call](argument)));
}

function thread(shared) {
  const worker = new Worker(new URL(import.meta.url), { workerData: shared });
  return {
    async ask(call, argument) {
      worker.postMessage([call, argument]);
      const [answer] = await once(worker, 'message');
      return answer;
    },
    end: () => worker.terminate(),
  };
}

function client({ port }) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      socket.write(`${line}\n`);
      return (await lines.next()).value;
    },
    end: () => socket.destroy(),
  };
}

async function main() {
  const store = new KvStore();
  const server = serve('127.0.0.1:0', handlers.kv(store));
  const [one, two] = [thread(store.share()), thread(store.share())];
  const net = client(server.localAddr());
  const keys = ['main', 'one', 'two', 'net'];

  store.set('main', 'here');
  await one.ask('set', ['one', 'in Worker one']);
  await two.ask('set', ['two', 'größer']);
  console.log(await net.ask('SET net over the wire'));
  console.log(JSON.stringify(keys.map((key) => store.get(key))));
  console.log(JSON.stringify(await one.ask('get', keys)));
  console.log(JSON.stringify(await two.ask('get', keys)));
  for (const key of keys) console.log(await net.ask(`GET ${key}`));

  console.log(await two.ask('delete', 'one'), store.get('one'), await net.ask('GET one'));
  store.clear();
  console.log(JSON.stringify(await one.ask('get', keys)), await net.ask('GET main'));

  // All at once: nothing is lost.
  const busy = [one.ask('many', 'one'), two.ask('many', 'two')];
  for (let i = 0; i < MANY; i++) store.set(`main ${i}`, `${i}`);
  for (let i = 0; i < 100; i++) await net.ask(`SET net${i} ${i}`);
  await Promise.all(busy);
  const wrong = ['main', 'one', 'two'].flatMap((name) =>
    Array.from({ length: MANY }, (_, i) => store.get(`${name} ${i}`) === `${i}`).filter((right) => !right),
  );
  console.log(store.size, wrong.length);

  net.end();
  await Promise.all([one.end(), two.end(), server.shutdown()]);
}

if (isMainThread) await main();
else serveHere();
