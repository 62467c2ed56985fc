import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { native } from '../binding/index.js';
import { version } from '../core/version.js';
import { openFiles, somaxconn } from './proc.js';

/** Where the figures are from: they mean little elsewhere. */
export interface Environment {
  /** Its name. */
  readonly cpu: string;
  /** How many the process may use at once. */
  readonly cores: number;
  /** The cores that this process may use; empty where the system does not tell. */
  readonly allowedCores: readonly number[];
  /** Bytes of the machine. */
  readonly memory: number;
  /** The kernel, its release and the architecture. */
  readonly system: string;
  /** Node's version. */
  readonly node: string;
  /** This package's version. */
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
