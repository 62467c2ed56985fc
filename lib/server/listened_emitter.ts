import { EventEmitter } from 'node:events';

type Listener = (...args: unknown[]) => void;

/**
 * An EventEmitter that knows when its listeners change, so that what nobody listens to need not be produced. (Its own
 * 'newListener' event would not do: `removeAllListeners()` would silence that too.)
 */
export abstract class ListenedEmitter<
  Events extends Record<keyof Events, unknown[]>,
> extends EventEmitter<Events> {
  /** After a listener was added or removed. @internal */
  protected abstract listenersChanged(): void;

  static {
    // once() and prependOnceListener() come down to these.
    const names = [
      'addListener',
      'on',
      'prependListener',
      'removeListener',
      'off',
      'removeAllListeners',
    ] as const;
    for (const name of names) {
      const inherited = EventEmitter.prototype[name] as (...args: unknown[]) => unknown;
      Object.defineProperty(ListenedEmitter.prototype, name, {
        value: function (this: { listenersChanged(): void }, ...args: [string, Listener]) {
          inherited.apply(this, args);
          this.listenersChanged();
          return this;
        },
        writable: true,
        configurable: true,
      });
    }
  }
}
