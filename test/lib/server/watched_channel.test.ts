import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it, vi } from 'vitest';
import { watchedChannel } from '../../../lib/server/watched_channel.js';

const ignore = () => {};

it('a watched channel tells of every way to subscribe, and works as before', () => {
  const seen: boolean[] = [];
  const watched = watchedChannel('stdnet:test.ways', () => seen.push(watched.hasSubscribers));
  const subscriber = vi.fn();
  subscribe('stdnet:test.ways', subscriber);
  watched.publish('one');
  expect(unsubscribe('stdnet:test.ways', subscriber)).toBe(true);
  watched.publish('two');
  channel('stdnet:test.ways').subscribe(subscriber);
  watched.publish('three');
  expect(channel('stdnet:test.ways').unsubscribe(subscriber)).toBe(true);
  expect(unsubscribe('stdnet:test.ways', subscriber)).toBe(false);
  expect(subscriber.mock.calls.map(([message]) => message)).toEqual(['one', 'three']);
  // The first subscriber is told of twice: that is how Node makes a channel an active one.
  expect(seen).toEqual([true, true, false, true, true, false, false]);
});

it('a channel that had subscribers before it was watched tells too', () => {
  subscribe('stdnet:test.before', ignore);
  const changed = vi.fn();
  const watched = watchedChannel('stdnet:test.before', changed);
  expect(watched.hasSubscribers).toBe(true);
  unsubscribe('stdnet:test.before', ignore);
  expect(changed).toHaveBeenCalled();
  expect(watched.hasSubscribers).toBe(false);
});

it('copies of this package in one process are all told', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const watched = watchedChannel('stdnet:test.copies', first);
  expect(watchedChannel('stdnet:test.copies', second)).toBe(watched);
  const subscriber = vi.fn();
  subscribe('stdnet:test.copies', subscriber);
  expect(first).toHaveBeenCalled();
  expect(second).toHaveBeenCalled();
  watched.publish('once');
  expect(subscriber).toHaveBeenCalledTimes(1);
});
