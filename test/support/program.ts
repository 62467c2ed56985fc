import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<Program>();

/** How a program ended, and everything it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string[];
  readonly stderr: string[];
}

/** What came of one output stream, cut into lines. */
class Lines {
  readonly all: string[] = [];
  #rest = '';
  #seen = 0;

  took(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    this.all.push(...lines);
  }

  next(pattern: RegExp): RegExpExecArray | null {
    while (this.#seen < this.all.length) {
      const match = pattern.exec(this.all[this.#seen++]!);
      if (match) return match;
    }
    return null;
  }
}

/** A child process whose lines a test waits for. It is killed at its deadline and by {@link stopPrograms}. */
export class Program {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #name: string;
  readonly #closed: Promise<unknown>;
  readonly #deadline: NodeJS.Timeout;
  readonly #out = new Lines();
  readonly #err = new Lines();
  #over: string | null = null;
  #waiting: Array<() => void> = [];

  constructor(
    command: string,
    args: readonly string[],
    deadlineMs = 60_000,
    env: Record<string, string> = {},
  ) {
    this.#name = [command, ...args].join(' ');
    this.#child = spawn(command, args, {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#deadline = setTimeout(() => this.#kill(`still running after ${deadlineMs} ms`), deadlineMs);
    this.#child.stdin.on('error', () => {}); // a program that has ended does not read
    for (const [stream, lines] of [
      [this.#child.stdout, this.#out],
      [this.#child.stderr, this.#err],
    ] as const) {
      stream.setEncoding('utf8').on('data', (text) => {
        lines.took(text);
        this.#changed();
      });
    }
    this.#child.on('error', (error) => this.#finished(error.message));
    this.#closed = once(this.#child, 'close').then(
      ([code, signal]) => this.#finished(`ended with ${code ?? signal}`),
      (error) => this.#finished(String(error)),
    );
    running.add(this);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The next line of stdout that `pattern` matches; the lines before it are passed over. */
  line(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#next(this.#out, pattern);
  }

  /** The same of stderr. */
  errorLine(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#next(this.#err, pattern);
  }

  /** Waits for the program's own end. */
  async end(): Promise<Ended> {
    await this.#closed;
    if (this.#over?.startsWith('still running')) throw new Error(this.#describe('did not end'));
    const { exitCode: code, signalCode: signal } = this.#child;
    return { code, signal, stdout: this.#out.all, stderr: this.#err.all };
  }

  /** Waits for the end and demands success, with nothing on stderr. Returns the lines of stdout. */
  async output(): Promise<string[]> {
    const { code, stdout, stderr } = await this.end();
    if (code !== 0 || stderr.length > 0) throw new Error(this.#describe('did not succeed'));
    return stdout;
  }

  write(text: string | Uint8Array): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Nobody reads what it prints any more. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  /** Ends it, if it still runs, and waits until it is gone. */
  async stop(): Promise<void> {
    this.#kill('stopped by the test');
    await this.#closed;
  }

  async #next(lines: Lines, pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = lines.next(pattern);
      if (match) return match;
      if (this.#over !== null) throw new Error(this.#describe(`no line matched ${pattern}`));
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #changed(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  #kill(why: string): void {
    this.#over ??= why;
    this.#child.kill('SIGKILL');
  }

  #finished(how: string): void {
    clearTimeout(this.#deadline);
    running.delete(this);
    this.#over ??= how;
    this.#changed();
  }

  #describe(what: string): string {
    return `${this.#name}: ${what}; ${this.#over}\nstdout:\n${this.#out.all.join('\n')}\nstderr:\n${this.#err.all.join('\n')}`;
  }
}

/** For afterEach() or afterAll(): no program outlives its tests. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()));
}
