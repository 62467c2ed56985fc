// `stdnet serve --handler`: modules of a user, served.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../repo/tree.js';
import { type Program, stopPrograms } from '../support/program.js';
import { start } from './programs.js';

const EVENTS = `
export default function (connection/*: any*/) {
  connection.on('data', (chunk/*: any*/) => connection.write('events: ' + chunk));
}`;
const BLOCKING = `
export default function (stream/*: any*/) {
  const buf = Buffer.alloc(100);
  for (let n = stream.read(buf); n > 0; n = stream.read(buf)) stream.writeAll('blocking: ' + buf.subarray(0, n));
}`;
const ON_DATA = `
export function onData(stream/*: any*/, chunk/*: any*/) {
  stream.writeAll('onData: ' + chunk);
}`;
const DYING = `
export default function () {
  process.exit(3);
}`;

let folder: string;
let elsewhere: string;

function write(name: string, code: string, where = folder): string {
  const path = join(where, name);
  // The same code in both languages.
  writeFileSync(path, name.endsWith('.ts') ? code.replace(/\/\*(: any)\*\//g, '$1') : code);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(root, 'build', 'modules-')); // where tsx is found
  elsewhere = mkdtempSync(join(tmpdir(), 'stdnet-modules-'));
});
afterEach(stopPrograms);
afterAll(() => {
  for (const made of [folder, elsewhere]) rmSync(made, { recursive: true, force: true });
});

const serve = (...args: string[]): Program => start('../../dist/cli/main.js', ['serve', ...args]);

async function asked(port: number, request: string): Promise<string> {
  const client = net.connect(port, '127.0.0.1').end(request);
  let replies = '';
  for await (const reply of client) replies += reply;
  return replies;
}

async function portOf(program: Program): Promise<number> {
  return Number((await program.line(/: listening on 127\.0\.0\.1:(\d+)$/))[1]);
}

describe('a module', () => {
  test.each([
    ['events.mjs', EVENTS, 'events', 'events: x'],
    ['events.ts', EVENTS, 'events', 'events: x'],
    ['blocking.mjs', BLOCKING, 'workers', 'blocking: x'],
    ['blocking.ts', BLOCKING, 'workers', 'blocking: x'],
    ['on-data.mjs', ON_DATA, 'workers', 'onData: x'],
    ['on-data.ts', ON_DATA, 'workers', 'onData: x'],
  ])('%s serves', async (name, code, place, reply) => {
    const program = serve('--handler', write(name, code), '--in', place, '--idle-timeout', '60000');
    const port = await portOf(program);
    expect(await asked(port, 'x')).toBe(reply);
    program.signal('SIGTERM');
    expect((await program.output()).at(-1)).toMatch(/^ended: accepted=1 active=0 .* bytesIn=1 /);
  });

  test('--threads, --pool, and its command by name', async () => {
    const workers = serve(
      'module',
      '--handler',
      write('b.mjs', BLOCKING),
      '--in',
      'workers',
      '--threads',
      '1',
    );
    expect(await asked(await portOf(workers), 'x')).toBe('blocking: x');
    const pool = serve('--handler', write('e.mjs', EVENTS), '--in', 'events', '--pool', '2');
    expect(await asked(await portOf(pool), 'x')).toBe('events: x');
  });

  test('a Worker that dies is told of, and replaced', async () => {
    const program = serve('--handler', write('dying.mjs', DYING), '--in', 'workers', '--threads', '1');
    const port = await portOf(program);
    for (let times = 0; times < 2; times++) {
      const client = net.connect(port, '127.0.0.1').on('error', () => {});
      await program.errorLine(/^error: a Worker died: it exited with code 3$/);
      client.destroy();
    }
  });
});

test.each([
  ['--in events', /^error: --in needs --handler <file>$/],
  ['--handler x.mjs', /^error: --handler needs --in workers, or --in events$/],
  ['--handler x.mjs --in x', /^error: option '--in <place>' argument 'x' is invalid\./],
  ['--handler x.mjs --in events', /^stdnet: there is no x\.mjs$/],
  ['--handler {none.mjs} --in events', /exports no function as its default: --in events calls it/],
  ['--handler {none.mjs} --in workers', /exports no function, neither as its default/],
  ['--handler {bad.mjs} --in events', /^stdnet: cannot load .*bad\.mjs: bad$/],
  ['--handler {bad.mjs} --in workers', /^stdnet: cannot load .*bad\.mjs: bad$/],
  ['--handler x --in workers --pool 1', /^error: option '--pool <n>' does not apply to --in workers$/],
  ['--handler x --in workers --spin 1', /^error: option '--spin <us>' does not apply to --in workers$/],
  ['--handler x --in events --threads 1', /^error: option '--threads <n>' does not apply to --in events$/],
  ['--handler x --in events --line-timeout 1', /^error: option '--line-timeout <ms>' does not apply/],
  ['--port 1 echo', /^error: flags stand behind the name of what is served: stdnet serve echo/],
  ['ech', /^error: unknown command 'ech'$/],
])('what goes wrong is told: %s', async (args, message) => {
  write('none.mjs', 'export const x = 1;');
  write('bad.mjs', "throw new Error('bad');");
  const words = args.replace(/\{(.*?)\}/g, (_, name) => join(folder, name)).split(' ');
  const { code, stderr } = await serve(...words).end();
  expect(code).toBe(1);
  expect(stderr[0]).toMatch(message);
});

test.skipIf('typescript' in process.features)(
  'TypeScript where neither Node nor tsx is there to read it',
  async () => {
    const program = serve('--handler', write('events.ts', EVENTS, elsewhere), '--in', 'events');
    expect((await program.end()).stderr).toEqual([
      expect.stringMatching(
        /: this Node reads no TypeScript\. Take Node 22\.18 or later, or install tsx beside it$/,
      ),
    ]);
  },
);
