import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles a program of rust/, by its name. @throws where there is no rustc, or it refuses. */
export function compileRust(program, binary) {
  const source = join(import.meta.dirname, 'rust', `${program}.rs`);
  const options = ['--edition', '2021', '-O', '-D', 'warnings', '-o', binary, source];
  // addresses.rs asks questions of IPv6 that stable Rust does not answer yet.
  execFileSync('rustc', options, { env: { ...process.env, RUSTC_BOOTSTRAP: '1' }, stdio: 'inherit' });
}
