import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package's root: both `lib/` and `dist/` are one level below it. */
const root = new URL('../../', import.meta.url);

/** Where the addons are that the package ships, each in a folder with the name of its target. */
const PREBUILDS = 'prebuilds';

const inRoot = (path: string): string => fileURLToPath(new URL(path, root));

/** Where the addon is when it was built here, for this machine: by node-gyp, by CMake. */
const BUILT = ['build/Release/stdnet.node', 'build-cmake/Release/stdnet.node'].map(inRoot);

/** Where the addon may be, best first: what was built here, then what the package came with. @internal */
export function candidates(): string[] {
  return [...BUILT, inRoot(`${PREBUILDS}/${target()}/stdnet.node`)];
}

/**
 * The best of {@link candidates} that is there. Which C library there is is only asked where none was built: it takes 10 ms of
 * the start of each environment, Workers too.
 *
 * @internal
 */
export function findAddon(): string | undefined {
  return BUILT.find(isThere) ?? candidates().find(isThere);
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
  return platform === 'linux'
    ? `linux-${arch}-${glibc() === null ? 'musl' : 'glibc'}`
    : `${platform}-${arch}`;
}

/** `linux-x64 (glibc 2.36), Node 20.19.0`. @internal */
export function platform(): string {
  const version = glibc();
  const libc = process.platform === 'linux' ? ` (${version === null ? 'musl' : `glibc ${version}`})` : '';
  return `${process.platform}-${process.arch}${libc}, Node ${process.versions.node}`;
}

/** What makes the addon here: in a clone, or from the sources that the package ships. @internal */
export function buildCommand(): string {
  if (isThere(inRoot('binding.gyp'))) return 'npm run build:addon';
  return `npx cmake-js@8 compile -d '${inRoot('.')}' -O '${inRoot('build-cmake')}'`;
}

/** Node 20.13 has it, its types have not. */
type Report = typeof process.report & { excludeNetwork?: boolean };

/** The version of glibc; null: there is another C library, which is musl. */
function glibc(): string | null {
  const report: Report = process.report;
  const { excludeNetwork = false } = report;
  report.excludeNetwork = true; // or the names of all peers are looked up, which can take seconds
  try {
    const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
    return header.glibcVersionRuntime ?? null;
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}
