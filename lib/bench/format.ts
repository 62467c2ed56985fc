/** Figures as people read them. @internal */
import type { Comparison, Estimate } from './statistics.js';
import type { Summary } from './summary.js';
import type { Workload } from './workloads.js';

/** Three significant digits: `0.0123`, `1.23`, `12.3`, `1,234`. @internal */
export function figure(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `64 B`, `16 KiB`. @internal */
export function bytes(size: number): string {
  return size % 1_024 === 0 ? `${(size / 1_024).toLocaleString('en-US')} KiB` : `${size} B`;
}

/** `1 connection`, `1,000 connections`. @internal */
export function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}

/** `12.3 (11.9-12.8)`. @internal */
export function interval({ median, low, high }: Estimate, scale = 1): string {
  return `${figure(median / scale)} (${figure(low / scale)}-${figure(high / scale)})`;
}

/** `0.95 (0.91-0.99)`. @internal */
export function ratio({ ratio: { median, low, high } }: Pick<Comparison, 'ratio'>): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}

/** What a rate is counted in, and by what it is divided. @internal */
export function unitOf(workload: Workload): { name: string; scale: number } {
  return workload.unit === 'bytes' ? { name: 'MB/s', scale: 1e6 } : { name: 'k req/s', scale: 1e3 };
}

/** @internal */
export function orUnknown(value: number | null, scale = 1): string {
  return value === null ? '?' : figure(value / scale);
}

/** Why the median of these rounds is not the whole truth; empty: nothing was seen. @internal */
export function steadiness({ drift, outliers }: Pick<Summary, 'drift' | 'outliers'>): string[] {
  const trend =
    drift === null
      ? []
      : [
          `the rate ${drift > 0 ? 'rose' : 'fell'} by ${Math.abs(drift * 100).toFixed(0)} % through the rounds.`,
        ];
  const far =
    outliers.length === 0
      ? []
      : [`${outliers.length === 1 ? 'round' : 'rounds'} ${outliers.join(', ')} far from the others.`];
  return [...trend, ...far];
}
