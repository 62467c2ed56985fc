import { availableParallelism, release } from 'node:os';
import { version } from '../../core/version.js';
import { type Limits, limits } from './limits.js';
import { type Options, tryOptions } from './options.js';

/** What `stdnet doctor` has found. @internal */
export interface Findings {
  readonly stdnet: string;
  /** The addon's file, where it was loaded; otherwise why it was not. */
  readonly addon: { readonly path: string } | { readonly error: string };
  readonly node: string;
  readonly napi: string;
  /** `linux-x64`. */
  readonly platform: string;
  /** null: another C library, musl for one. */
  readonly glibc: string | null;
  readonly kernel: string;
  readonly cores: number;
  readonly limits: Limits;
  /** Empty where the addon was not loaded. */
  readonly options: Options;
}

interface Report {
  readonly header: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects: readonly string[];
}

/** @internal */
export async function examine(): Promise<Findings> {
  const stdnet = await import('../../index.js').catch((error: Error) => error);
  // Only now does it know of the addon.
  const { header, sharedObjects } = process.report.getReport() as Report & object;
  const path = sharedObjects.find((file) => file.endsWith('stdnet.node')) ?? 'unknown';
  return {
    stdnet: version(),
    addon: stdnet instanceof Error ? { error: stdnet.message } : { path },
    node: process.versions.node,
    napi: process.versions.napi!,
    platform: `${process.platform}-${process.arch}`,
    glibc: header.glibcVersionRuntime ?? null,
    kernel: release(),
    cores: availableParallelism(),
    limits: limits(),
    options: stdnet instanceof Error ? {} : tryOptions(stdnet),
  };
}
