import { expect, it } from 'vitest';
import { printable } from '../../../lib/core/printable.js';

it('shows control characters, of both kinds, and lets them do nothing', () => {
  expect(printable('\x1b]0;title\x07 \x9b2J \r\x00\x7f')).toBe('\\x1b]0;title\\x07 \\x9b2J \\x0d\\x00\\x7f');
});

it('leaves text as it is, with its lines and columns', () => {
  const text = 'straße\t😀\n日本';
  expect(printable(text)).toBe(text);
});
