/** What the user is told in one line, without a stack, and the exit code. @internal */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** A limit of time has run out: the exit code of timeout(1). @internal */
export const TIMED_OUT = 124;
