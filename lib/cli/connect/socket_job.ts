/** What passes between {@link SocketThread} and the Worker that calls. @internal */

/** The Worker's own descriptor: nobody else closes it. @internal */
export interface SocketJob {
  readonly fd: number;
  readonly udp: boolean;
}

/** The bytes to send; null: receive. @internal */
export type Call = Uint8Array | null;

/** `bytes`: what was received; null for the end of a stream, and for what was sent. @internal */
export type Answer = { readonly bytes: Uint8Array | null } | { readonly error: unknown };
