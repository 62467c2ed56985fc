/** What servers tell whoever observes the process: the channels of `node:diagnostics_channel`. @internal */
import type { Channel } from 'node:diagnostics_channel';
import type { ServerEvent, TcpServerEvents } from './events.js';
import { watchedChannel } from './watched_channel.js';

/** 'listening' is no event: whoever has called `serve()` knows. */
type Published = ServerEvent | ['listening'];

const watching = new Set<() => void>();

function changed(): void {
  for (const callback of watching) callback();
}

const watched = (name: Published[0]): Channel => watchedChannel(`stdnet:server.${name}`, changed);

const channels: Readonly<Record<Published[0], Channel>> = {
  listening: watched('listening'),
  connection: watched('connection'),
  disconnect: watched('disconnect'),
  drop: watched('drop'),
  error: watched('error'),
  close: watched('close'),
};

/** Calls `callback` whenever subscribers come or go, until the function that it returns is called. @internal */
export function watchSubscribers(callback: () => void): () => void {
  watching.add(callback);
  return () => watching.delete(callback);
}

/** @internal */
export function hasSubscribers(name: keyof TcpServerEvents): boolean {
  return channels[name].hasSubscribers;
}

/** What a subscriber throws is an uncaught exception of its own, and disturbs nobody here. @internal */
export function publish(server: object, event: Published): void {
  const subscribed = channels[event[0]];
  if (subscribed.hasSubscribers) subscribed.publish({ server, ...argumentsOf(event) });
}

function argumentsOf(event: Published): object {
  switch (event[0]) {
    case 'connection':
    case 'disconnect':
      return { info: event[1] };
    case 'drop':
      return { peer: event[1], reason: event[2] };
    case 'error':
      return { error: event[1] };
    default:
      return {};
  }
}
