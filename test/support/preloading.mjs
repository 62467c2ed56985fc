/** The environment of a process that loads `library` first, before what it would load anyhow: a sanitizer's, as it may be. */
export function preloading(library) {
  return { LD_PRELOAD: [library, process.env.LD_PRELOAD].filter(Boolean).join(':') };
}
