import { isMainThread } from 'node:worker_threads';
import { installErrnoTable } from '../core/io_error.js';
import { errorFactory } from './errors.js';
import { load } from './load.js';
import type { Native } from './native.js';

/** The addon, ready for use in this environment. @internal */
export const native: Native = load();

native.setErrorFactory(errorFactory(native));
installErrnoTable(native.describeErrno);
// The environment's own clean-up does not run on process.exit(): blocked calls must hear of it from here.
// A Worker's end is its own: it must not hurry the others.
if (isMainThread) process.on('exit', () => native.hurry());
