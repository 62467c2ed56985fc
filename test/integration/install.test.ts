// The package as npm packs it, with the addon that was built here as the prebuilt one, in projects that had nothing.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { target } from '../../lib/binding/find.js';
import { root } from '../repo/tree.js';

const work = mkdtempSync(join(tmpdir(), 'stdnet-install-'));
afterAll(() => rmSync(work, { recursive: true }));

// A test that npm runs has settings of that npm.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
const execute = promisify(execFile);

/** What a command prints, in a folder. */
async function run(folder: string, command: string, ...args: string[]): Promise<string> {
  const options = { cwd: folder, env, timeout: 120_000 };
  const { stdout } = await execute(command, args, options).catch((error) => {
    throw new Error(`${command} ${args.join(' ')}: ${error.message}\n${error.stdout}`);
  });
  return stdout;
}

const bin = (name: string): string => join(root, 'node_modules/.bin', name);

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}
let packed: Packed;
let tarball: string;

beforeAll(async () => {
  const staged = join(work, 'package');
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  for (const name of [...files, 'package.json', 'README.md', 'LICENSE']) {
    const from = join(root, name);
    if (name !== 'prebuilds' && existsSync(from)) cpSync(from, join(staged, name), { recursive: true });
  }
  await run(root, 'npm', 'run', 'build:packed', '--', '--outDir', join(staged, 'dist'));
  cpSync(join(root, 'build/Release/stdnet.node'), join(staged, 'prebuilds', target(), 'stdnet.node'));
  [packed] = JSON.parse(await run(staged, 'npm', 'pack', '--ignore-scripts', '--json'));
  tarball = join(staged, packed.filename);
}, 120_000);

describe('the tarball', { timeout: 120_000 }, () => {
  test('has what is used, and what the addon is built from', () => {
    const paths = packed.files.map(({ path }) => path);
    const expected = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cli/main.js',
      'CMakeLists.txt',
      'native/sources.txt',
    ];
    expect(paths).toEqual(expect.arrayContaining(expected));
    const sources = readFileSync(join(root, 'native/sources.txt'), 'utf8').match(/^native\/.*$/gm)!;
    expect(paths).toEqual(expect.arrayContaining([...sources, 'native/exports.map']));
    expect(paths).toContain(`prebuilds/${target()}/stdnet.node`);
  });

  test('has nothing that npm would run or compile, and nothing of ours alone', () => {
    const tops = new Set(packed.files.map(({ path }) => path.replace(/\/.*/, '')));
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md'];
    expect([...tops].sort()).toEqual(
      ['CMakeLists.txt', 'dist', 'native', 'package.json', 'prebuilds', ...documents].sort(),
    );
    expect(packed.files.filter(({ path }) => /\.js\.map$|\.gyp$/.test(path))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(scripts).not.toHaveProperty(hook);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  test('is what publint and attw would have it be', async () => {
    await run(work, bin('publint'), 'run', '--strict', tarball);
    await run(work, bin('attw'), '--profile', 'esm-only', tarball);
  });
});

// Nothing of ours runs when it is installed; what it draws charts with is not needed.
const FLAGS = ['--ignore-scripts', '--omit=optional', '--prefer-offline', '--no-audit', '--no-fund'];

/** A project that has nothing yet. */
function emptyProject(type: 'module' | 'commonjs', manifest = {}): string {
  const folder = join(work, type);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, private: true, type }));
  return folder;
}

/** Blocking, through a native server, and back. */
const ECHO = `
const server = serve('127.0.0.1:0', handlers.echo());
const stream = TcpStream.connect(server.localAddr());
stream.setReadTimeout(20_000);
stream.writeAll('hello');
const back = Buffer.alloc(5);
stream.readExact(back);
console.log(back.toString());
server.close();
`;
const NAMES = '{ handlers, serve, TcpStream }';

describe('installed into a project', { timeout: 120_000 }, () => {
  let modules: string;
  let commonjs: string;

  // With `npm install`, and from the lock file that it wrote with `npm ci`.
  beforeAll(async () => {
    modules = emptyProject('module');
    await run(modules, 'npm', 'install', ...FLAGS, tarball);
    commonjs = emptyProject('commonjs', JSON.parse(readFileSync(join(modules, 'package.json'), 'utf8')));
    cpSync(join(modules, 'package-lock.json'), join(commonjs, 'package-lock.json'));
    await run(commonjs, 'npm', 'ci', ...FLAGS);
  }, 120_000);

  test('of modules, it is imported and echoes; its types are found in both ways of TypeScript', async () => {
    const program = `import ${NAMES} from 'stdnet';\nimport 'stdnet/async';\nimport 'stdnet/bench';\n${ECHO}`;
    writeFileSync(join(modules, 'echo.js'), program);
    expect(await run(modules, process.execPath, 'echo.js')).toBe('hello\n');
    expect(await run(modules, 'npx', '--no-install', 'stdnet', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    writeFileSync(join(modules, 'typed.ts'), `${program}const wrong: string = server.localAddr();\n`);
    for (const settings of [
      { module: 'nodenext', moduleResolution: 'nodenext' },
      { module: 'esnext', moduleResolution: 'bundler' },
    ]) {
      await expectOneError(modules, 'typed.ts', settings);
    }
  });

  test('of CommonJS, it is required and echoes, without a warning; its types are found', async () => {
    const program = `${ECHO}process.on('warning', (warning) => console.log(warning.message));`;
    writeFileSync(join(commonjs, 'echo.js'), `const ${NAMES} = require('stdnet');\n${program}`);
    expect(await run(commonjs, process.execPath, 'echo.js')).toBe('hello\n');
    const typed = `import ${NAMES} from 'stdnet';\n${program}const wrong: string = server.localAddr();\n`;
    writeFileSync(join(commonjs, 'typed.cts'), typed);
    await expectOneError(commonjs, 'typed.cts', { module: 'nodenext', moduleResolution: 'nodenext' });
  });
});

/** The last line's: without types there would be others, or none. Our declarations are checked too. */
async function expectOneError(folder: string, file: string, settings: object): Promise<void> {
  const common = { strict: true, noEmit: true, target: 'es2023', lib: ['es2023', 'esnext.disposable'] };
  const types = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
  const config = { compilerOptions: { ...common, ...types, ...settings }, files: [file] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const told = await run(folder, bin('tsc'), '-p', '.').catch((error: Error) => error.message);
  expect(told.match(/error TS\d+.*/g)).toEqual([
    "error TS2322: Type 'SocketAddr' is not assignable to type 'string'.",
  ]);
}
