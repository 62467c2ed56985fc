/** Why there is no addon, and what to do about it. @internal */
import { buildCommand, isHidden, platform, shipped } from './find.js';

/** null: stdnet runs on this system. @internal */
export function unsupported(system: string = process.platform): string | null {
  if (system === 'linux' || system === 'darwin') return null;
  const way =
    system === 'win32' ? 'On Windows run it in WSL, with a Node for Linux.' : 'Run it on one of them.';
  return `stdnet does not run on ${system}: it needs the sockets of Linux or macOS. ${way}`;
}

/** Nothing is at any of these places, as far as it can be seen. @internal */
export function notFound(places: readonly string[]): string {
  const hidden = places.filter(isHidden);
  if (hidden.length > 0) {
    return `Node's permission model hides the addon of stdnet. Allow it with: --allow-fs-read=${hidden.at(-1)}`;
  }
  const targets = shipped();
  const others = targets.length > 0 ? ` (it comes with those for ${targets.join(', ')})` : '';
  return `stdnet has no addon for ${platform()}${others}. Build it with: ${buildCommand()}\nLooked for ${places.join(', ')}`;
}

/** @internal */
export function notLoaded(path: string, cause: NodeJS.ErrnoException): string {
  return `stdnet cannot load ${path} on ${platform()}. ${advice(path, cause)}\n${cause.message}`;
}

/** What the systems' linkers say, and what it means. The first that fits counts. */
const MEANINGS: readonly (readonly [said: RegExp, means: (match: RegExpExecArray) => string])[] = [
  [/`(GLIBC_[\d.]+)' not found/, ([, version]) => `It needs ${version}, and this system has an older one.`],
  [/ld-linux|libc\.musl|libc\.so|symbol not found/, () => 'It is for another C library (glibc or musl).'],
  [/\b(lib[\w+.-]+): cannot open|library (\S+): No such file/, missingLibrary],
  [/cannot open shared object|wrong ELF|incompatible arch/, () => 'It is for another processor.'],
  [/ELF|too short|file data|[Ee]xec format|mach-o/, () => 'The file is damaged: install the package again.'],
];

function missingLibrary([, glibcs, musls]: RegExpExecArray): string {
  return `The system lacks ${glibcs ?? musls}: install what it belongs to.`;
}

function advice(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ERR_DLOPEN_DISABLED') {
    return process.permission === undefined
      ? 'Node was started with --no-addons, in its command line or NODE_OPTIONS: start it without.'
      : "Node's permission model forbids addons. Allow them with: --allow-addons";
  }
  // The path of the addon itself is no library that it lacks.
  const said = message.replaceAll(path, '');
  for (const [pattern, means] of MEANINGS) {
    const match = pattern.exec(said);
    if (match) return `${means(match)} Build it here with: ${buildCommand()}`;
  }
  return `Build it here with: ${buildCommand()}`;
}
