// SECURITY.md: its figures are those of the code, and what it says of Node's permissions is what happens.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Program, stopPrograms } from '../support/program.js';
import { usePrograms } from './programs.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('SECURITY.md');
const { programs, start, expectToTypeCheck } = usePrograms('SECURITY.md');

describe('the limits', () => {
  it.each([
    ['`handlers.kv()` | 64 KiB |', 'native/kv/limits.h', /max_line =\s+std::size_t\{64\} \* 1024;/],
    ['`handlers.kv()` | 64 KiB |', 'lib/server/handlers.ts', /checkMaxLine\(bytes = 64 \* 1024\)/],
    [
      '| a value in `handlers.kv()` | 1 MiB |',
      'native/kv/limits.h',
      /max_value = std::size_t\{1024\} \* 1024;/,
    ],
    ['| a value in `handlers.kv()` | 1 MiB |', 'lib/server/handlers.ts', /maxValue = 1024 \* 1024/],
    ['| a request in RESP2 | 64 MiB,', 'native/kv/limits.h', /kLeast = std::size_t\{64\} \* 1024 \* 1024;/],
    ['| 64 KiB, and the answer under way |', 'native/core/output.h', /kHighWater = 64 \* 1024;/],
    ['| 4 MiB |', 'native/relay/datagram_queue.h', /kMostBytes = std::size_t\{4\} \* 1024 \* 1024;/],
    ['asynchronous | 64 MiB |', 'lib/io/limit.ts', /DEFAULT_LIMIT = 64 \* 1024 \* 1024;/],
    ['RESP2 | 1,048,576 |', 'native/kv/resp/parser.h', /kMostArguments = std::size_t\{1024\} \* 1024;/],
  ])('%s stands in %s', (told, file, figure) => {
    expect(page).toContain(told);
    expect(read(file)).toMatch(figure);
  });

  it.each(['maxConnections', 'idleTimeout', 'lineTimeout', 'writeTimeout', 'maxBytes'])(
    'names %s among what is not limited, as it is by default',
    (option) =>
      expect(page).toMatch(new RegExp(`^\\*\\*Not limited[^:]*\\*\\*:[^]*?\`${option}\`[^]*?They`, 'm')),
  );
});

describe('the program', () => {
  it('type-checks', () => expectToTypeCheck());

  it('runs', async () => {
    expect(programs.map(({ name }) => name)).toEqual(['bounded.ts']);
    expect(await start('bounded.ts').output()).toEqual([
      expect.stringMatching(/^listening on 127\.0\.0\.1:\d+$/),
    ]);
  });
});

/** Other versions of Node spell the flag otherwise and restrict more; the page tells of 20. */
describe.runIf(process.version.startsWith('v20.'))('the permission model', () => {
  afterEach(stopPrograms);
  const index = pathToFileURL(join(root, 'dist/index.js')).href;
  const attempt = `
    const tried = async (action) => { try { await action(); return 'ok'; } catch ({ code, cause }) { return [code, cause?.code].join(' '); } };
    let stdnet;
    const said = [await tried(async () => { stdnet = await import('${index}'); })];
    if (stdnet) {
      const { handlers, inWorkers, serve } = stdnet;
      said.push(await tried(() => serve('127.0.0.1:0', handlers.echo()).close()));
      said.push(await tried(() => serve('127.0.0.1:0', inWorkers('data:text/javascript,export default () => {}')).close()));
    }
    const net = await import('node:net');
    said.push(await tried(() => new Promise((ok) => { const s = net.createServer().listen(0, '127.0.0.1', () => s.close(ok)); })));
    console.log(JSON.stringify(said));`;

  it.each([
    ['without --allow-addons', [], ['ERR_ADDON_NOT_LOADED ERR_DLOPEN_DISABLED', 'ok']],
    ['with --allow-addons', ['--allow-addons'], ['ok', 'ok', 'ERR_ACCESS_DENIED ', 'ok']],
    ['with --allow-worker too', ['--allow-addons', '--allow-worker'], ['ok', 'ok', 'ok', 'ok']],
  ])('%s', async (_, allowed, expected) => {
    const flags = [
      '--experimental-permission',
      '--allow-fs-read=*',
      ...allowed,
      '--input-type=module',
      '--eval',
    ];
    const { code, stdout } = await new Program(process.execPath, [...flags, attempt]).end(); // it warns of each flag
    expect({ code, said: JSON.parse(stdout.at(-1) ?? '[]') }).toEqual({ code: 0, said: expected });
  });
});
