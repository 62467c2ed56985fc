/** This program's ends of a conversation. @internal */
import { CliError } from '../error.js';

/** What comes on stdin; whoever destroys it need not wait for more. @internal */
export async function* input(): AsyncGenerator<Buffer> {
  try {
    yield* process.stdin;
  } catch (error) {
    throw new CliError(`cannot read stdin: ${(error as Error).message}`);
  }
}

/** Waits until it is written. @returns whether anybody is there to read it. @internal */
export function print(bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => {
      if (!error) resolve(true);
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false);
      else reject(new CliError(`cannot write to stdout: ${error.message}`));
    });
  });
}
