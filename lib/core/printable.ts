/**
 * What strangers wrote, for a terminal or a log: control characters stand as `\x1b`, so that none of them does anything.
 * Newlines and tabs stay.
 *
 * @internal
 */
export function printable(text: string): string {
  return text.replace(
    /[^\P{Cc}\n\t]/gu,
    (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
