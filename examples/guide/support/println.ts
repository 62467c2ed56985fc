import { writeSync } from 'node:fs';

/** Rust's `println!`: written when the call returns. A Worker's console.log waits for the main thread, which sits in accept(). */
export function println(line: string): void {
  print(1, line);
}

/** Rust's `eprintln!`. */
export function eprintln(line: string): void {
  print(2, line);
}

function print(fd: number, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      // A pipe that Node made non-blocking, and whose reader is behind.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      sleep(1);
    }
  }
}

/** Rust's `thread::sleep`. */
export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
