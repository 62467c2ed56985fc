import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { candidates, platform } from './find.js';
import type { Native } from './native.js';

/**
 * Loads the addon; every import of this package does it once an environment.
 *
 * @throws Error with code `ERR_ADDON_NOT_FOUND` or `ERR_ADDON_NOT_LOADED`, naming the platform and the command that
 * builds it.
 * @internal
 */
export function load(paths: readonly string[] = candidates()): Native {
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    const message = `stdnet has no addon for ${platform()}. Build it with: npm run build:addon\nLooked for ${paths.join(', ')}`;
    throw Object.assign(new Error(message), { code: 'ERR_ADDON_NOT_FOUND' });
  }
  try {
    // A copy: what an addon exports is a dictionary to V8, looked up by name at every call; a literal is not.
    return { ...(createRequire(import.meta.url)(path) as Native) };
  } catch (cause) {
    const message = `stdnet cannot load ${path} on ${platform()}. Build it again with: npm run build:addon`;
    throw Object.assign(new Error(message, { cause }), { code: 'ERR_ADDON_NOT_LOADED' });
  }
}
