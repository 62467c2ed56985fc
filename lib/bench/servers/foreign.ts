/** Servers that are not ours: a process beside the program, which ends with it. @internal */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { announce } from './child.js';

const LOOK_MS = 10;

/** @internal */
export class ForeignServer {
  readonly #child: ChildProcess;
  #said = '';
  #ended = false;

  /** @param env more of it. */
  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
      });
    }
    child.on('close', () => {
      this.#ended = true;
    });
    process.on('exit', () => child.kill('SIGKILL'));
    this.#child = child;
  }

  /** What it has said so far. */
  get said(): string {
    return this.#said;
  }

  /** The first answer of `look` that is one; undefined: it ended before. */
  async until<T>(look: () => T | undefined): Promise<T | undefined> {
    for (;;) {
      const found = look();
      if (found !== undefined || this.#ended) return found;
      await sleep(LOOK_MS);
    }
  }

  /** Tells the benchmark that it serves, and it alone. Should it end, the program does. */
  announce(port: number): void {
    announce(port, [this.#child.pid!]);
    this.#child.on('close', () => this.fail());
  }

  fail(): never {
    console.error(this.#said.trim());
    process.exit(1);
  }
}
