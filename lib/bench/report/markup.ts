/** HTML that holds what others wrote. @internal */

/** Text that is HTML already. @internal */
export class Markup {
  constructor(readonly html: string) {}
}

type Piece = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are text, in elements and in quoted attributes, unless they are {@link Markup}. @internal */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(parts.reduce((all, part, i) => `${all}${markupOf(pieces[i - 1]!)}${part}`));
}

function markupOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.html;
  if (typeof piece === 'object') return piece.map((one) => one.html).join('\n');
  return String(piece).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
