import { type InspectOptions, inspect } from 'node:util';
import { native } from '../binding/index.js';
import type { NativeKvStore } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, decode, encode } from '../core/bytes.js';
import { checkInteger, checkOptions } from '../core/check.js';
import { storeGone } from '../core/errors.js';
import { checkShared, type SharedKvStore, sharedOf } from './shared_kv_store.js';

/** What a {@link KvStore} takes. */
export interface KvStoreOptions {
  /**
   * The most that {@link KvStore.bytes} may come to. Nothing is evicted: a `set()` that would go over it is refused.
   * Default: no limit.
   */
  maxBytes?: number;
}

/** A store that there is, for the constructor. */
class Opened {
  constructor(readonly native: NativeKvStore) {}
}

/** The stores that this thread has shared: held as long as it lives. */
const held = new Set<NativeKvStore>();

/** @internal */
export let nativeStoreOf: (store: unknown) => NativeKvStore;

/**
 * Keys and values in native memory, for JavaScript, Workers and native servers alike: Rust's
 * `Arc<Mutex<HashMap<Vec<u8>, Vec<u8>>>>`, in 64 parts so that threads rarely meet. Both are bytes; a string is its UTF-8.
 *
 * A store lives as long as a KvStore, a handler or a server that has it. It is not JavaScript's memory: the garbage
 * collector does not see how large it is. `clear()` gives its memory back at once.
 *
 * @example
 * ```ts
 * const store = new KvStore({ maxBytes: 64 * 1024 * 1024 });
 * store.set('name', 'Ferris');
 * const server = serve('127.0.0.1:7878', handlers.kv(store));
 * new Worker(new URL('./worker.js', import.meta.url), { workerData: store.share() });
 * // in the Worker: KvStore.from(workerData).get('name') === 'Ferris'
 * ```
 */
export class KvStore {
  readonly #native: NativeKvStore;

  /** A new, empty store; {@link KvStore.from} opens one that another thread has shared. */
  constructor(options?: KvStoreOptions) {
    this.#native = options instanceof Opened ? options.native : create(options);
  }

  static {
    nativeStoreOf = (store) => {
      if (typeof store === 'object' && store !== null && #native in store) return store.#native;
      throw invalidArgType('store', 'an instance of KvStore', store);
    };
  }

  /**
   * Opens a store that some thread of this process has shared: the same store, not a copy.
   *
   * @param shared what {@link share} returned, posted or handed on in whatever way.
   * @throws IoError NotFound: nobody has that store any more, or nobody of this process ever had.
   */
  static from(shared: SharedKvStore): KvStore {
    const opened = native.kvOpen(checkShared(shared));
    if (opened === null) throw storeGone();
    return new KvStore(new Opened(opened) as KvStoreOptions);
  }

  /**
   * The value of a key, as text.
   *
   * @returns null where there is none.
   * @throws IoError InvalidData: the value is not UTF-8. A lossy reading would not be what was stored; `getBuffer()` is.
   */
  get(key: Bytes | string): string | null {
    const text = native.kvGetText(this.#native, encode(key, 'key'));
    if (text !== undefined) return text;
    const value = this.getBuffer(key);
    return value === null ? null : decode(value, value.length, 'value');
  }

  /**
   * The value of a key, as bytes: a copy.
   *
   * @returns null where there is none.
   * @throws RangeError where there is no memory for it.
   */
  getBuffer(key: Bytes | string): Buffer | null {
    const name = encode(key, 'key');
    const found = native.kvGet(this.#native, name);
    return typeof found === 'number' ? this.#read(name, found) : found;
  }

  /**
   * Gives a key a value, in place of the one before. Both are copied.
   *
   * @throws IoError StorageFull: it would go over `maxBytes`, is over 4 GiB, or there is no memory for it; the value before it
   * stays.
   */
  set(key: Bytes | string, value: Bytes | string): void {
    const name = encode(key, 'key');
    native.kvSet(this.#native, name, encode(value, 'value'));
  }

  /**
   * Removes a key and its value.
   *
   * @returns whether there was one.
   */
  delete(key: Bytes | string): boolean {
    return native.kvDelete(this.#native, encode(key, 'key'));
  }

  /** Removes all keys, one part of the store after the other: what others set meanwhile may stay. */
  clear(): void {
    native.kvClear(this.#native);
  }

  /** How many keys there are. */
  get size(): number {
    return native.kvSize(this.#native);
  }

  /** What the store takes: the bytes of keys and values, and 64 for each key. */
  get bytes(): number {
    return native.kvBytes(this.#native);
  }

  /**
   * A plain value by which every thread of this process can open this store with {@link from}: post it to a Worker.
   *
   * From now on this thread holds the store as long as it lives itself, so that the value stays good on its way, also when
   * this object is collected meanwhile. Whoever has the value can open the store, and nobody can guess it.
   */
  share(): SharedKvStore {
    held.add(this.#native);
    return sharedOf(native.kvId(this.#native));
  }

  /** It may be another one by now. */
  #read(name: Bytes, size: number): Buffer | null {
    for (;;) {
      const into = Buffer.allocUnsafeSlow(size);
      const now = native.kvRead(this.#native, name, into);
      if (now === null) return null;
      if (now <= size) return into.subarray(0, now);
      size = now;
    }
  }

  /** `KvStore { size: …, bytes: … }`: no key and no value. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `KvStore ${inspect({ size: this.size, bytes: this.bytes }, options)}`;
  }
}

function create(options: KvStoreOptions | undefined): NativeKvStore {
  const { maxBytes = Number.POSITIVE_INFINITY } = checkOptions(options, 'options');
  const limited = maxBytes !== Number.POSITIVE_INFINITY;
  return native.kvCreate({
    maxBytes: limited ? checkInteger(maxBytes, 'options.maxBytes', 0, Number.MAX_SAFE_INTEGER) : null,
  });
}
