import { describe, expect, it } from 'vitest';
import { files, textOf } from './tree.js';

const maxLines = 350;
const code = files.filter(
  (path) => /\.(?:ts|mjs|js|h|cpp|c|sh)$/.test(path) && !path.startsWith('test/native/vendor/'),
);
const text = files.filter(
  (path) =>
    (code.includes(path) || /(?:\.(?:md|json|txt|gyp|yml)|run|CMakeLists\.txt)$/.test(path)) &&
    path !== 'package-lock.json',
);

describe('files', () => {
  it(`have at most ${maxLines} lines`, () => {
    const long = code.filter((path) => textOf(path).split('\n').length > maxLines);
    expect(long).toEqual([]);
  });

  it('name no path of one machine', () => {
    const machine = /(?<![\w.$}])\/(?:home|Users|root|work|tmp)\/[\w.]/;
    const found = text.flatMap((path) =>
      textOf(path)
        .split('\n')
        .flatMap((line, index) => (machine.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it('end with one newline and hold no trailing space', () => {
    const untidy = text.filter((path) => {
      const content = textOf(path);
      return content !== '' && (!/[^\n]\n$/.test(content) || /[ \t]\n/.test(content));
    });
    expect(untidy).toEqual([]);
  });
});

it('the lock file names no registry', () => {
  expect(textOf('package-lock.json')).not.toContain('"resolved"');
});
