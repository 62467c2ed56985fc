import { native } from '../binding/index.js';
import type * as binding from '../binding/native.js';
import { illegalConstructor, invalidArgType } from '../core/argument_error.js';

const KEY = Symbol('NativeHandler');

/** The handler that the addon has under that name. @internal */
export let makeHandler: (name: string, options?: binding.NativeHandlerOptions) => NativeHandler;
/** @internal */
export let nativeOf: (handler: unknown) => binding.NativeHandler;

/** What a server does with its connections, wholly in native threads. One of {@link handlers} makes it. */
export class NativeHandler {
  /** `'echo'`, `'kv'`, … */
  readonly name: string;
  readonly #native: binding.NativeHandler;

  /** @internal */
  private constructor(key: typeof KEY, name: string, options: binding.NativeHandlerOptions) {
    if (key !== KEY) throw illegalConstructor('handlers.echo(), handlers.kv(), …');
    this.name = name;
    this.#native = native.makeHandler(name, options);
  }

  static {
    makeHandler = (name, options = {}) => new NativeHandler(KEY, name, options);
    nativeOf = (handler) => {
      if (typeof handler === 'object' && handler !== null && #native in handler) return handler.#native;
      throw invalidArgType('handler', 'a function or one of the handlers', handler);
    };
  }
}
