/** A process of the soak, and its parent: questions with answers one way, news the other. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export class Remote {
  #child;
  #waiting = new Map();
  #asked = 0;

  /** `heard` is called with each of the process's news. */
  constructor(program, settings, env, heard) {
    const path = fileURLToPath(new URL(program, import.meta.url));
    this.#child = fork(path, [JSON.stringify(settings)], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, ...env },
    });
    this.#child.on('message', ({ id, value, error, news }) => {
      if (news !== undefined) return heard(news);
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) resolve(value);
      else reject(new Error(`${program}: ${error}`));
    });
    this.#child.once('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`${program} ended: ${signal ?? code}`));
      heard({ fault: { what: `${program} ended: ${signal ?? code}` } });
    });
  }

  ask(command, argument) {
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, command, argument }, (error) => error && reject(error));
    });
  }

  async end() {
    this.#child.removeAllListeners('exit');
    const over = once(this.#child, 'exit');
    this.#child.send({ id: this.#asked++, command: 'end' });
    await over;
  }
}

export const settings = JSON.parse(process.argv[2]?.startsWith('{') ? process.argv[2] : '{}');

export function tell(news) {
  process.send({ news });
}

/** Answers the parent's questions; ends when it says so, or is gone. */
export function answer(commands) {
  process.on('message', async ({ id, command, argument }) => {
    if (command === 'end') process.exit();
    try {
      process.send({ id, value: (await commands[command](argument)) ?? null });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on('disconnect', () => process.exit(1));
}
