import { invalidArgType } from '../core/argument_error.js';

/** A {@link KvStore} on its way to another thread: a plain value, which `postMessage()` and `workerData` take. */
export interface SharedKvStore {
  /** Tells the store from every other of the process; 32 hexadecimal digits. */
  readonly kvStore: string;
}

/** @internal */
export function sharedOf(id: string): SharedKvStore {
  return { kvStore: id };
}

/** The id in it. @internal */
export function checkShared(shared: unknown): string {
  if (typeof shared === 'object' && shared !== null) {
    const { kvStore } = shared as Partial<SharedKvStore>;
    if (typeof kvStore === 'string' && /^[0-9a-f]{32}$/.test(kvStore)) return kvStore;
  }
  throw invalidArgType('shared', 'a value that KvStore.share() returned', shared);
}
