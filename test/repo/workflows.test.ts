// What .github/workflows runs is what anybody can run here.
import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { files, root, textOf } from './tree.js';

const workflows = files.filter((path) => /^\.github\/workflows\/.+\.yml$/.test(path));
const scripts: Record<string, string> = JSON.parse(textOf('package.json')).scripts;

it('there are workflows', () => {
  expect(workflows).toContain('.github/workflows/ci.yml');
});

describe.each(workflows)('%s', (path) => {
  const text = textOf(path);

  it('runs scripts of package.json', () => {
    const named = [...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  it('runs files that exist', () => {
    const named = [...text.matchAll(/\b(?:bash|node) ((?:\.ci|scripts)\/[\w./-]+)$/gm)].map(
      ([, file]) => file!,
    );
    const campaigns = [...text.matchAll(/^ +- ([\w-]+\.mjs)\b/gm)].map(
      ([, file]) => `scripts/campaigns/${file}`,
    );
    expect([...named, ...campaigns].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('may read the repository, and what else it names', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});
