import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The package's root: both `lib/` and `dist/` are one level below it. */
const root = new URL('../../', import.meta.url);

/** Where the addons are that the package ships, each in a folder with the name of its target. */
const PREBUILDS = 'prebuilds';

const inRoot = (path: string): string => fileURLToPath(new URL(path, root));

/** Where the addon is when it was built here, for this machine: by node-gyp, by CMake. */
const BUILT = ['build/Release/stdnet.node', 'build-cmake/Release/stdnet.node'].map(inRoot);

/**
 * Where the addon may be, best first: what was built here, then what the package came with. One after the other: which C library
 * there is is only asked where none was built.
 *
 * @internal
 */
export function* candidates(): Generator<string> {
  yield* BUILT;
  yield inRoot(`${PREBUILDS}/${target()}/stdnet.node`);
}

/** The targets for which the package has an addon. @internal */
export function shipped(): string[] {
  return isThere(inRoot(PREBUILDS)) ? readdirSync(inRoot(PREBUILDS)).sort() : [];
}

/** Whether Node's permission model forbids reading it. @internal */
export function isHidden(path: string): boolean {
  return process.permission?.has('fs.read', path) === false;
}

/** Whether it is there to be read. @internal */
export function isThere(path: string): boolean {
  return !isHidden(path) && existsSync(path); // which throws for what is hidden
}

/** What a prebuilt addon is for, and its folder's name: `linux-x64-glibc`, `darwin-arm64`. @internal */
export function target(): string {
  const { platform, arch } = process;
  return platform === 'linux' ? `linux-${arch}-${libc()}` : `${platform}-${arch}`;
}

/** `linux-x64 (glibc 2.36), Node 20.19.0`. @internal */
export function platform(): string {
  const system = `${process.platform}-${process.arch}`;
  return `${system}${library()}, Node ${process.versions.node}`;
}

/** What makes the addon here: in a clone, or from the sources that the package ships. @internal */
export function buildCommand(): string {
  if (isThere(inRoot('binding.gyp'))) return 'npm run build:addon';
  return `npx cmake-js@8 compile -d '${inRoot('.')}' -O '${inRoot('build-cmake')}'`;
}

/** Nothing where it cannot be asked, for want of descriptors perhaps: it is told where something has failed already. */
function library(): string {
  if (process.platform !== 'linux') return '';
  try {
    return ` (${[libc(), detectLibc().versionSync()].join(' ').trim()})`;
  } catch {
    return '';
  }
}

function libc(): 'glibc' | 'musl' {
  const { familySync, MUSL } = detectLibc();
  return familySync() === MUSL ? 'musl' : 'glibc';
}

/** Loaded where it is asked: that takes 4 ms, and each environment would, Workers too. */
function detectLibc(): typeof import('detect-libc') {
  return createRequire(import.meta.url)('detect-libc');
}
