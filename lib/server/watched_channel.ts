import { type Channel, channel } from 'node:diagnostics_channel';

type Method = (this: Channel, ...args: unknown[]) => unknown;

/**
 * The diagnostics channel of that name, which calls `changed` after a subscriber came or went.
 *
 * Node tells of no such thing. But there is one channel object for each name, as long as somebody holds it, and
 * `diagnostics_channel.subscribe()` and TracingChannel come down to its methods: it gets methods of its own. What they
 * cover is looked up at each call, because the first subscriber gives the object another prototype.
 *
 * @internal
 */
export function watchedChannel(name: string, changed: () => void): Channel {
  const watched = channel(name);
  for (const method of ['subscribe', 'unsubscribe'] as const) {
    // Another copy of this package may have been here before.
    const before = Object.getOwnPropertyDescriptor(watched, method)?.value as Method | undefined;
    Object.defineProperty(watched, method, {
      value(this: Channel, ...args: unknown[]): unknown {
        const covered = before ?? (Object.getPrototypeOf(this)[method] as Method);
        const result = covered.apply(this, args);
        changed();
        return result;
      },
      writable: true,
      configurable: true,
    });
  }
  return watched;
}
