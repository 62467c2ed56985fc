/** How long requests took, added up over the rounds: HdrHistograms of nanoseconds, as the load generator counts them. @internal */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';
import type { LoadReport } from '../binding/native_load.js';

/** Those of native/load/histogram.h: what falls into one bucket there falls into one here. Counts are doubles. */
const SHAPE = {
  bitBucketSize: 64,
  autoResize: false,
  highestTrackableValue: 2 ** 36 - 1,
  numberOfSignificantValueDigits: 2,
} as const;

/** Of all rounds: counts are added, for percentiles of rounds have no mean that means anything. @internal */
export function merged(reports: ReadonlyArray<Pick<LoadReport, 'latencies'>>): Histogram {
  const all = build(SHAPE);
  for (const { latencies } of reports) {
    for (let i = 0; i < latencies.length; i += 2) all.recordValueWithCount(latencies[i]!, latencies[i + 1]!);
  }
  return all;
}

/** V2, compressed, in base64: what the lines of a HdrHistogram log hold. @internal */
export function encoded(reports: ReadonlyArray<Pick<LoadReport, 'latencies'>>): string {
  return encodeIntoCompressedBase64(merged(reports));
}

/** Of a text that {@link isHistogram}. @internal */
export function decoded(text: string): Histogram {
  return decodeFromCompressedBase64(text, SHAPE.bitBucketSize);
}

/** Whether it holds any. @internal */
export function isHistogram(text: string): boolean {
  try {
    return decoded(text).totalCount > 0;
  } catch {
    return false;
  }
}
