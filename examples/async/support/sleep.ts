import { setTimeout } from 'node:timers/promises';

/** Rust's `tokio::time::sleep`. */
export function sleep(ms: number): Promise<void> {
  return setTimeout(ms);
}
