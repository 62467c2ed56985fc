import { native } from '../binding/index.js';
import type * as binding from '../binding/native.js';
import { illegalConstructor, invalidArgType } from '../core/argument_error.js';

const KEY = Symbol('NativeUdpHandler');

/** @internal */
export let makeUdpHandler: (name: string) => NativeUdpHandler;
/** @internal */
export let nativeUdpOf: (handler: unknown) => binding.NativeUdpHandler;

/** What a server does with a datagram, wholly in native threads. `handlers.udpEcho()` and `handlers.udpTime()` make it. */
export class NativeUdpHandler {
  /** `'udpEcho'`, `'udpTime'`. */
  readonly name: string;
  readonly #native: binding.NativeUdpHandler;

  /** @internal */
  private constructor(key: typeof KEY, name: string) {
    if (key !== KEY) throw illegalConstructor('handlers.udpEcho() or handlers.udpTime()');
    this.name = name;
    this.#native = native.makeUdpHandler(name);
  }

  static {
    makeUdpHandler = (name) => new NativeUdpHandler(KEY, name);
    nativeUdpOf = (handler) => {
      if (typeof handler === 'object' && handler !== null && #native in handler) return handler.#native;
      throw invalidArgType('handler', 'handlers.udpEcho(), handlers.udpTime() or a function', handler);
    };
  }
}
