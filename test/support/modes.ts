import type { ServeOptions } from '../../lib/index.js';

/** The ways in which a server can use threads: what holds whichever it is, is tested with each. */
export const MODES: readonly NonNullable<ServeOptions['threads']>[] = ['per-connection', { pool: 2 }];
