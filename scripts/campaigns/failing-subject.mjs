import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Calls `run(use, at)` with each of the uses and its place, so many at once: most of the time they wait. */
export async function forEach(uses, atOnce, run) {
  const waiting = uses.entries();
  const hand = async () => {
    for (const [at, use] of waiting) await run(use, at);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
}

const HANGS_MS = 60_000;
const program = fileURLToPath(new URL('failing.mjs', import.meta.url));

/** failing.mjs, started anew when it has died. */
export class Subject {
  #use;
  #env;
  #child = null;
  #answers;

  /** `library`: faultyLibrary(). */
  constructor(use, library) {
    this.#use = use;
    this.#env = { ...process.env, ...library.env() };
  }

  /** What it says to `failing`; to nothing, what it says first. */
  async tell(failing) {
    if (this.#child === null) await this.start();
    this.#child.stdin.write(`${JSON.stringify(failing)}\n`);
    return this.#answer();
  }

  start() {
    const options = { env: this.#env, stdio: ['pipe', 'pipe', 'inherit'] };
    this.#child = spawn(process.execPath, [program, this.#use], options);
    this.#child.stdin.on('error', () => {}); // it has died, which its exit tells
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    return this.#answer();
  }

  async #answer() {
    const child = this.#child;
    const timer = setTimeout(() => child.kill('SIGKILL'), HANGS_MS);
    const { value, done } = await this.#answers.next();
    clearTimeout(timer);
    if (!done) return JSON.parse(value);
    this.#child = null;
    await new Promise((resolve) =>
      child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(),
    );
    return { errors: [], drops: [], failed: {}, wrong: [`died: ${child.signalCode ?? child.exitCode}`] };
  }

  end() {
    this.#child?.stdin.end();
  }
}
