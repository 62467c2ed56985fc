import type * as binding from '../binding/native.js';
import { illegalConstructor, invalidArgType } from '../core/argument_error.js';

const KEY = Symbol('NativeHandler');

/** @internal */
export let makeHandler: (name: string, native: binding.NativeHandler) => NativeHandler;
/** @internal */
export let nativeOf: (handler: unknown) => binding.NativeHandler;

/** What a server does with its connections, wholly in native threads. One of {@link handlers} makes it. */
export class NativeHandler {
  /** `'echo'`, `'kv'`, … */
  readonly name: string;
  readonly #native: binding.NativeHandler;

  /** @internal */
  private constructor(key: typeof KEY, name: string, native: binding.NativeHandler) {
    if (key !== KEY) throw illegalConstructor('handlers.echo(), handlers.kv(), …');
    this.name = name;
    this.#native = native;
  }

  static {
    makeHandler = (name, native) => new NativeHandler(KEY, name, native);
    nativeOf = (handler) => {
      if (typeof handler === 'object' && handler !== null && #native in handler) return handler.#native;
      throw invalidArgType('handler', 'one of the handlers', handler);
    };
  }
}
