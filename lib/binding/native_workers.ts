/** What Workers do for the server whose connections they serve. @internal */

// Descriptors are numbers, and addresses packed as everywhere: see native.ts, which imports this.

export type NativeWorker = { readonly worker: unique symbol };
export type NativeParkingWorker = { readonly parkingWorker: unique symbol };

/** What has happened to a connection: ParkingWorker::What in native/server/prefork/parking_worker.h. */
export const Happened = {
  Opened: 0,
  Bytes: 1,
  Ended: 2,
} as const;
export type Happened = (typeof Happened)[keyof typeof Happened];

export interface NativeWorkers {
  /** Of a Worker's thread. It leaves the server with its environment; null: the server is over, or there is none. */
  workerJoin(id: string): NativeWorker | null;
  /**
   * Blocks until a connection has come: its descriptor and its id, and the peer's address in `peer`. null: there is none after so
   * many milliseconds; undefined: there will be none any more.
   */
  workerAccept(
    worker: NativeWorker,
    patienceMs: number,
    peer: Uint8Array,
  ): [fd: number, id: number] | null | undefined;
  /** The connection was served: it is shut down. `kind`: why it ended, null where that was no error. */
  workerDone(
    worker: NativeWorker,
    kind: string | null,
    rawOsError: number | null,
    code: string,
    syscall: string,
    message: string,
  ): void;
  /** As {@link NativeWorkers.workerJoin}, of a Worker that holds many connections. All of a server's are of one kind. */
  parkingJoin(id: string): NativeParkingWorker | null;
  /** The Worker's event loop has had its turn. False: there is, and will be, no connection any more. */
  parkingTurn(worker: NativeParkingWorker): boolean;
  /**
   * Blocks until something has happened to a connection: what, and in `event` at which place it is, and how many bytes were
   * received into `chunk`. null: it is time for the event loop's turn.
   */
  parkingNext(worker: NativeParkingWorker, chunk: Uint8Array, event: Uint32Array): Happened | null;
  /** Of the connection at a place that was just opened: a descriptor, its id, and the peer's address in `peer`. */
  parkingOpen(worker: NativeParkingWorker, place: number, peer: Uint8Array): [fd: number, id: number];
  /** As {@link NativeWorkers.workerDone}, of the connection at that place. */
  parkingDone(
    worker: NativeParkingWorker,
    kind: string | null,
    rawOsError: number | null,
    code: string,
    syscall: string,
    message: string,
    place: number,
  ): void;
}
