import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { native } from '../binding/index.js';
import { version } from '../core/version.js';
import { openFiles, somaxconn } from './proc.js';

/** Where the figures are from: they mean little elsewhere. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  /** The cores that this process may use; empty where the system does not tell. */
  readonly allowedCores: readonly number[];
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly stdnet: string;
  /** What bounds a server; null where the system does not tell. */
  readonly limits: {
    /** The longest accept queue. */
    readonly somaxconn: number | null;
    /** Descriptors that a process may have. */
    readonly openFiles: number | null;
  };
  /** The last minute's, before the first run. */
  readonly loadAverage: number;
}

/** @internal */
export function environment(): Environment {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    allowedCores: native.allowedCores(),
    memory: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    stdnet: version(),
    limits: { somaxconn: somaxconn(), openFiles: openFiles() },
    loadAverage: loadavg()[0]!,
  };
}
