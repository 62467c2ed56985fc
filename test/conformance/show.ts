import { IoError, type SocketAddr } from '../../lib/index.js';

/** How a step's outcome is written: the same words as in rust/show.rs. */
export async function outcome(step: () => unknown): Promise<string> {
  try {
    return `Ok ${(await step()) ?? ''}`.trimEnd();
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    return showError(error);
  }
}

export function showError(error: IoError): string {
  return `Err ${error.kind} ${error.rawOsError ?? '-'} ${error.message}`;
}

/** ASCII as it is, a long run of one byte in short. */
export function showBytes(bytes: Uint8Array): string {
  const first = bytes[0];
  if (first !== undefined && bytes.length > 16 && bytes.every((byte) => byte === first)) {
    return `"${String.fromCharCode(first)}*${bytes.length}"`;
  }
  return `"${Array.from(bytes, escaped).join('')}"`;
}

const NAMED: Record<string, string> = {
  '\t': '\\t',
  '\r': '\\r',
  '\n': '\\n',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
};

function escaped(byte: number): string {
  const char = String.fromCharCode(byte);
  const printable = byte >= 0x20 && byte < 0x7f;
  return NAMED[char] ?? (printable ? char : `\\x${byte.toString(16).padStart(2, '0')}`);
}

export function showLimit(ms: number | null): string {
  return ms === null ? 'None' : `${ms} ms`;
}

export function showTaken(error: IoError | null): string {
  return error === null ? 'None' : showError(error);
}

/** Ports under the names of the sockets that have them. */
export function showAddress(address: SocketAddr, ports: ReadonlyMap<number, string>): string {
  const text = address.toString();
  const colon = text.lastIndexOf(':');
  return `${text.slice(0, colon)}:${ports.get(address.port) ?? address.port}`;
}
