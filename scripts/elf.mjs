// What readelf tells of an addon, and where that falls short of how every build of ours is made (docs/decisions/0006-two-builds.md).
import { execFileSync } from 'node:child_process';

function readelf(path, ...options) {
  return execFileSync('readelf', [...options, '--wide', path], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26, // Node has many symbols
    env: { ...process.env, LC_ALL: 'C' },
  });
}

/** The dynamic symbols: `pthread_create@GLIBC_2.34` has a name and a version. */
function symbolsOf(path) {
  return readelf(path, '--dyn-syms')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([number, , , , , , , name]) => /^\d+:$/.test(number) && name)
    .map(([, , , , , , section, name]) => {
      const [symbol, version = ''] = name.split(/@+/);
      return { symbol, version, exported: section !== 'UND' };
    });
}

/** @returns what it needs of others and gives them, by names, and its tables as readelf prints them. */
export function inspect(path) {
  const symbols = symbolsOf(path);
  const dynamic = readelf(path, '--dynamic');
  return {
    segments: readelf(path, '--segments'),
    dynamic,
    libraries: [...dynamic.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name]) => name),
    imported: symbols.filter(({ exported }) => !exported).map(({ symbol }) => symbol),
    exported: symbols.filter(({ exported }) => exported).map(({ symbol }) => symbol),
    versions: symbols.filter(({ exported }) => !exported).map(({ version }) => version),
  };
}

const EXPORTS = 'napi_register_module_v1 node_api_module_get_api_version_v1';

const REQUIREMENTS = [
  [
    'tables that nothing writes to once they are filled',
    ({ segments, dynamic }) =>
      /^ *GNU_RELRO .* R +0x\w+$/m.test(segments) &&
      /\(FLAGS\) .*\bBIND_NOW\b/.test(dynamic) &&
      /\(FLAGS_1\) .*\bNOW\b/.test(dynamic),
  ],
  ['to stay loaded, as its threads may', ({ dynamic }) => /\(FLAGS_1\) .*\bNODELETE\b/.test(dynamic)],
  ['a stack that is not executed', ({ segments }) => /^ *GNU_STACK .* RW +(?:0x\w+|0)$/m.test(segments)],
  ['nothing that is written and executed', ({ segments }) => !/ RWE /.test(segments)],
  ['no code that is written to', ({ dynamic }) => !dynamic.includes('TEXTREL')],
  ['no libraries from a place of its own', ({ dynamic }) => !/\(R(?:UN)?PATH\)/.test(dynamic)],
  ['checks of the stack', ({ imported }) => imported.includes('__stack_chk_fail')],
  ['only the exports that Node looks up', ({ exported }) => exported.toSorted().join(' ') === EXPORTS],
];

/** What an addon as {@link inspect} describes it lacks. */
export function weaknesses(addon) {
  return REQUIREMENTS.filter(([, has]) => !has(addon)).map(([what]) => what);
}

/** Whether sizes of buffers are checked at run time, for which the C library has functions: glibc has. */
export function isFortified({ imported }) {
  return imported.some((name) => /^__(?!stack_)\w+_chk$/.test(name));
}

/** Versions by their numbers: 2.9 before 2.28. */
export function byVersion(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** The oldest glibc that has all that it needs, such as `2.28`; undefined: it needs none. */
export function glibcFloor({ versions }) {
  const found = versions.flatMap((version) => version.match(/^GLIBC_([\d.]+)$/)?.[1] ?? []);
  return found.sort(byVersion).at(-1);
}
