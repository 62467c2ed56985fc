import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { programs, writePrograms } from './readme.js';
import { root } from './tree.js';

let folder: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  const written = writePrograms();
  folder = written.folder;
  return written.remove;
});

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** A program of README.md that goes on running, and what it has printed so far. */
class Running {
  output = '';
  readonly child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #ended = false;

  constructor(program: string, ...args: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', join(folder, program), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    const add = (chunk: Buffer) => {
      this.output += chunk;
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    this.child = child;
    this.#exit = new Promise((resolve) => {
      child.on('close', (code) => {
        this.#ended = true;
        resolve(code);
      });
    });
  }

  /** The exit code, once all output has been read. */
  exit(): Promise<number | null> {
    return this.#exit;
  }

  async until(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const found = this.output.match(pattern);
      if (found) return found;
      if (this.#ended) throw new Error(`ended without ${pattern}:\n${this.output}`);
      await Promise.race([new Promise((resolve) => this.child.stdout?.once('data', resolve)), this.#exit]);
    }
  }
}

async function listening(server: Running): Promise<string> {
  return (await server.until(/listening on (\S+:\d+)\n/))[1] as string;
}

describe('the programs in README', () => {
  it('are the ones tested here', () => {
    const names = ['address-in-use.ts', 'echo-client.ts', 'echo-server.ts', 'threads-server.ts'];
    expect([...programs().keys()].sort()).toEqual(names);
  });

  it('type-check', () => {
    writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }');
    const check = () => {
      try {
        return execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    expect(check()).toBe('');
  });

  it('echo-server.ts and echo-client.ts talk', async () => {
    const server = new Running('echo-server.ts', '127.0.0.1:0');
    const address = await listening(server);
    for (let round = 0; round < 2; ++round) {
      const client = new Running('echo-client.ts', address);
      expect(await client.exit()).toBe(0);
      expect(client.output).toBe(`Connected to ${address}\nServer replied: hello echo\n`);
    }
    await server.until(/(New connection from 127\.0\.0\.1:\d+\nConnection closed by 127\.0\.0\.1:\d+\n){2}/);
  });

  it('threads-server.ts serves echo-client.ts and stops when it is told to', async () => {
    const server = new Running('threads-server.ts', '127.0.0.1:0');
    const client = new Running('echo-client.ts', await listening(server));
    expect(await client.exit()).toBe(0);
    expect(client.output).toContain('Server replied: hello echo\n');
    await server.until(/127\.0\.0\.1:\d+ sent 10 bytes/);
    server.child.kill('SIGTERM');
    expect(await server.exit()).toBe(0);
  });

  it('address-in-use.ts prints what its comment says', async () => {
    const program = new Running('address-in-use.ts');
    expect(await program.exit()).toBe(0);
    expect(program.output).toBe('kind=AddrInUse -> Address already in use (os error 98)\n');
  });
});
