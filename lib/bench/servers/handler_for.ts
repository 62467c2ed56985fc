import { handlers, type NativeHandler } from '../../index.js';
import { makeHandler } from '../../server/native_handler.js';
import type { TcpWork } from '../workloads.js';

/** A native handler, or the benchmark's own, which is none of `handlers`. @internal */
export function handlerFor(service: string): NativeHandler {
  return service === 'burn' ? makeHandler('burn') : handlers[service as TcpWork]();
}
