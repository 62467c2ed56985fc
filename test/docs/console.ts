import { textOf } from '../repo/tree.js';

export interface Typed {
  readonly command: string;
  /** What is printed below it. */
  readonly output: string[];
}

/** What is typed in the `console` blocks of a page: behind `$ `. */
export function typedIn(page: string): Typed[] {
  return [...textOf(page).matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block!
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command, ...output] = part.trimEnd().split('\n');
        return { command: command!, output };
      }),
  );
}
