import { native } from '../binding/index.js';
import { type Fd, Option } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { checkCount } from '../core/check.js';
import { checkTimeout, wholeUnits } from '../core/duration.js';

/** When the system probes an idle connection. Durations in milliseconds; the system keeps whole seconds. */
export interface Keepalive {
  /** Silence before the first probe. */
  time: number;
  /** Between probes. */
  interval: number;
  /** Unanswered probes that end the connection. */
  retries: number;
}

const SECOND = 1000;

/** Options and their values, in the order in which they are to be set. @internal */
export type KeepaliveSettings = ReadonlyArray<readonly [option: Option, value: number]>;

/** @internal */
export function checkKeepalive(opts: Partial<Keepalive> | null): KeepaliveSettings {
  if (opts === null) return [[Option.Keepalive, 0]];
  if (typeof opts !== 'object' || Array.isArray(opts))
    throw invalidArgType('opts', 'of type object or null', opts);
  const { time, interval, retries } = opts;
  const settings: [Option, number][] = [];
  if (time !== undefined) settings.push([Option.KeepaliveTime, seconds(time, 'opts.time')]);
  if (interval !== undefined) settings.push([Option.KeepaliveInterval, seconds(interval, 'opts.interval')]);
  if (retries !== undefined) settings.push([Option.KeepaliveRetries, checkCount(retries, 'opts.retries')]);
  // Last, so that a value which the system refuses switches nothing on.
  settings.push([Option.Keepalive, 1]);
  return settings;
}

function seconds(value: unknown, name: string): number {
  if (value === null) throw invalidArgType(name, 'of type number', value);
  return wholeUnits(checkTimeout(value, name)!, SECOND, name);
}

/** @internal */
export function setKeepalive(fd: Fd, settings: KeepaliveSettings): void {
  for (const [option, value] of settings) native.setOption(fd, option, value);
}

/** @internal */
export function keepaliveOf(fd: Fd): Keepalive | null {
  if (native.getOption(fd, Option.Keepalive) === 0) return null;
  return {
    time: native.getOption(fd, Option.KeepaliveTime) * SECOND,
    interval: native.getOption(fd, Option.KeepaliveInterval) * SECOND,
    retries: native.getOption(fd, Option.KeepaliveRetries),
  };
}
