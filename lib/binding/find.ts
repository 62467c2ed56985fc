import { fileURLToPath } from 'node:url';

/** The package's root: both `lib/` and `dist/` are one level below it. */
const root = new URL('../../', import.meta.url);

/** Where the addon may be, best first. @internal */
export function candidates(): string[] {
  return ['build/Release/stdnet.node', 'build-cmake/Release/stdnet.node'].map((path) =>
    fileURLToPath(new URL(path, root)),
  );
}

/** `linux-x64 (glibc 2.36), Node 20.19.0`. @internal */
export function platform(): string {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  const glibc = report?.header?.glibcVersionRuntime;
  const libc = process.platform === 'linux' ? ` (${glibc ? `glibc ${glibc}` : 'musl'})` : '';
  return `${process.platform}-${process.arch}${libc}, Node ${process.versions.node}`;
}
