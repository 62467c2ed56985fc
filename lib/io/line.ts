/** @internal */
export const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Of a line without its `'\n'` or `'\r\n'`. @internal */
export function lengthOfLine(line: Buffer): number {
  const { length } = line;
  if (line[length - 1] !== LINE_FEED) return length;
  return line[length - 2] === CARRIAGE_RETURN ? length - 2 : length - 1;
}

/** A piece without its delimiter; the last one of a stream may have none. @internal */
export function withoutLast(piece: Buffer, delimiter: number): Buffer {
  return piece.at(-1) === delimiter ? piece.subarray(0, -1) : piece;
}
