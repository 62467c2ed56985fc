// failing.mjs USE: one of failing-uses.mjs, in a process whose calls fail as each line of its stdin says. Answers each with a line:
// what came of it, how many calls there were, and what was wrong.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from 'stdnet';
import { held, leftOver } from '../../test/support/counts.mjs';
import { Faults } from '../../test/support/faults.mjs';
import { uses } from './failing-uses.mjs';

const LATE_MS = 8_000;
/** Until nothing is late on a machine that does something else. */
const MOST_TRIES = 10;
/** Threads that rest between connections, or that a look-up left behind, go by and by. */
const LEAVE_MS = 5_000;
const use = uses[process.argv[2]];
const faults = new Faults();
let report;

/** What has been opened, and what has been seen of failures. */
class Scope {
  #kept = [];
  #servers = [];
  #works = [];

  keep(socket) {
    this.#kept.push(socket);
    return socket;
  }

  /** What is to work again when nothing fails any more. */
  again(works) {
    this.#works.push(works);
  }

  server(server, works) {
    server.on('error', saw).on('drop', (_peer, reason) => report.drops.push(reason));
    server.on('disconnect', ({ error }) => error && saw(error));
    this.#servers.push(server);
    if (works) this.again(works);
    return server;
  }

  saw(error) {
    saw(error);
  }

  async work() {
    for (const works of this.#works) if (!(await works())) wrong('does not work any more');
  }

  async close() {
    for (const socket of this.#kept) socket.close();
    await Promise.all(this.#servers.map((server) => server.shutdown({ drain: 0 })));
  }
}

function wrong(what) {
  report.wrong.push(what);
}

function saw(error) {
  if (IoError.isIoError(error)) report.errors.push(error.kind);
  else wrong(`not an IoError: ${error?.stack ?? error}`);
}

async function within(what, work) {
  const late = sleep(LATE_MS, 'late', { ref: false });
  const end = await Promise.race([work().catch(saw), late]);
  if (end === 'late') wrong(`${what} hangs`);
  return end;
}

async function run(failing) {
  report = { errors: [], drops: [], wrong: [] };
  const scope = new Scope();
  faults.set(failing);
  const complete = (await within('the use', async () => use(scope))) !== false;
  const { made, failed, shortened } = faults.counts();
  faults.clear();
  await within('a use after it', () => scope.work());
  await within('closing', () => scope.close());
  return { ...report, complete, made, failed, shortened };
}

process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(70);
});
// What is opened once is there from the second time on. Which calls there are shows where all of it came to pass.
await run({});
let last = await run({});
for (let tries = 1; !last.complete && tries < MOST_TRIES; tries++) last = await run({});
if (!last.complete) last.wrong.push('not complete though nothing fails');
await sleep(200);
const before = held();

console.log(JSON.stringify(last));
for await (const line of createInterface(process.stdin)) {
  last = await run(JSON.parse(line));
  for (const [name, count] of await leftOver(before, LEAVE_MS)) {
    last.wrong.push(`${name}: ${count} instead of ${before[name] ?? 0}`);
    before[name] = count;
  }
  console.log(JSON.stringify(last));
}
process.exit();
