import { expect, it } from 'vitest';
import { below, files, textOf } from './tree.js';

const listed = textOf('native/sources.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

it('native/sources.txt lists every source of the addon once', () => {
  expect([...listed].sort()).toEqual(below('native', '.cpp'));
});

it('the sources are listed nowhere else', () => {
  expect(textOf('binding.gyp')).not.toMatch(/native\/\w+\/\w+\.cpp/);
});

it('every native test stands where the thing it tests stands', () => {
  const folders = new Set(files.map((path) => path.slice(0, path.lastIndexOf('/'))));
  const astray = below('test/native', '_test.cpp').filter(
    (path) => !folders.has(path.slice('test/'.length, path.lastIndexOf('/'))),
  );
  expect(astray).toEqual([]);
});
