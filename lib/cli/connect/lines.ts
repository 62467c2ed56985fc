const NEWLINE = 0x0a;

/** Cuts what comes into lines, each with its newline; the last one may have to be given one. @internal */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at + 1)]);
      begun = [];
      from = at + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat([...begun, Buffer.of(NEWLINE)]);
}

/** Without the newline that ends it, and the carriage return before that. @internal */
export function withoutEnd(line: Buffer): Buffer {
  const end = line.length - 1;
  return line.subarray(0, line[end - 1] === 0x0d ? end - 1 : end);
}

/** With a newline at its end, if it has none. @internal */
export function withEnd(text: Uint8Array): Uint8Array {
  return text.at(-1) === NEWLINE ? text : Buffer.concat([text, Buffer.of(NEWLINE)]);
}
