/** More slices than the system takes in one call (IOV_MAX) are left for the next, as in the blocking API. @internal */
export const MAX_SLICES = 1024;
/** What one call reads at most into several buffers. @internal */
export const MOST_VECTORED = 64 * 1024;

/** @internal */
export function totalOf(views: readonly Uint8Array[]): number {
  return views.reduce((sum, { length }) => sum + length, 0);
}

/** Into one view after the other. @internal */
export function scatter(bytes: Uint8Array, views: readonly Uint8Array[]): void {
  let at = 0;
  for (const view of views) {
    view.set(bytes.subarray(at, at + view.length));
    at += view.length;
  }
}
