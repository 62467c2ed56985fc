import { createRequire } from 'node:module';
import { candidates, isThere } from './find.js';
import { notFound, notLoaded, unsupported } from './load_failures.js';
import type { Native } from './native.js';

/**
 * Loads the addon; every import of this package does it once an environment.
 *
 * @throws Error with code `ERR_ADDON_NOT_FOUND` or `ERR_ADDON_NOT_LOADED`, naming the platform, the cause and the way out.
 * @internal
 */
export function load(places: Iterable<string> = candidates()): Native {
  const refused = unsupported();
  if (refused !== null) throw failure('ERR_ADDON_NOT_FOUND', refused);
  const looked: string[] = [];
  for (const path of places) {
    if (isThere(path)) return loadFrom(path);
    looked.push(path);
  }
  throw failure('ERR_ADDON_NOT_FOUND', notFound(looked));
}

function loadFrom(path: string): Native {
  try {
    // A copy: what an addon exports is a dictionary to V8, looked up by name at every call; a literal is not.
    return { ...(createRequire(import.meta.url)(path) as Native) };
  } catch (cause) {
    throw failure('ERR_ADDON_NOT_LOADED', notLoaded(path, cause as Error), { cause });
  }
}

function failure(code: string, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { code });
}
