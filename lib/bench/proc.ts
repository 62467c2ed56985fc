/** What Linux tells in /proc; null elsewhere. @internal */
import { readFileSync } from 'node:fs';

/** The most memory that a process has held so far (VmHWM), in bytes. @internal */
export function peakMemory(pid: number): number | null {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

/** What a process holds now. @internal */
export interface Footprint {
  /** Bytes. */
  readonly resident: number;
  readonly threads: number;
}

/** @internal */
export function footprint(pid: number): Footprint | null {
  const status = read(`/proc/${pid}/status`);
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  const threads = /^Threads:\s+(\d+)$/m.exec(status)?.[1];
  return kib === undefined ? null : { resident: Number(kib) * 1024, threads: Number(threads) };
}

/** Connections that a full accept queue refused, on the whole machine, since it started. @internal */
export function listenOverflows(): number | null {
  return tcpExt(read('/proc/net/netstat'), 'ListenOverflows');
}

/** The longest accept queue that the kernel allows. @internal */
export function somaxconn(): number | null {
  return leadingNumber(read('/proc/sys/net/core/somaxconn'));
}

/** How many descriptors this process may have; null also where there is no bound. @internal */
export function openFiles(): number | null {
  return leadingNumber(/^Max open files\s+(.+)$/m.exec(read('/proc/self/limits'))?.[1] ?? '');
}

function leadingNumber(text: string): number | null {
  const digits = /^\d+/.exec(text)?.[0];
  return digits === undefined ? null : Number(digits);
}

/** A counter of the pair of lines that begin with `TcpExt:`, names above and values below. @internal */
export function tcpExt(netstat: string, name: string): number | null {
  const [names, values] = netstat
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.split(' '));
  const value = values?.[names!.indexOf(name)];
  return value === undefined ? null : Number(value);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
