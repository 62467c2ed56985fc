/** A file to be, without its folder. @internal */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Without what would end a tag, a line or a folder. @internal */
export function plainName(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
