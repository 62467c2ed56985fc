import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { files, root, textOf } from './tree.js';

const pages = files.filter((path) => path.endsWith('.md'));
const scripts: Record<string, string> = JSON.parse(textOf('package.json')).scripts;

/** `npm test`, `npm run bench`: the names of the scripts that a page tells to run. */
function commands(page: string): string[] {
  return [...textOf(page).matchAll(/(?:^|`)npm (?:run )?([a-z][\w:]*)/gm)]
    .map(([, name]) => name as string)
    .filter((name) => !['ci', 'install', 'pack', 'i', 'version', 'publish', 'deprecate'].includes(name));
}

/** A page without its blocks of code, whose brackets are no links and whose `#` begins no heading. */
const proseOf = (page: string) => textOf(page).replace(/^```.*?^```$/gms, '');

/** Anchors as code hosts make them of headings. */
function anchors(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the pages', () => {
  it.each(pages)('%s: its links lead somewhere', (page) => {
    const links = [...proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
      ([, to]) => to as string,
    );
    const dead = links.filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?];
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('README tells two commands', () => {
    expect([...new Set(commands('README.md'))].sort()).toEqual(['bench', 'test']);
  });

  it('the commands that they tell exist', () => {
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(pages.flatMap(commands)));
  });

  it('CHANGELOG has a place for what comes', () => {
    expect(textOf('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('every decision is in the list', () => {
    const decisions = files.filter((path) => /^docs\/decisions\/\d{4}-.+\.md$/.test(path));
    expect(decisions.length).toBeGreaterThan(0);
    const list = textOf('docs/decisions/README.md');
    expect(decisions.filter((path) => !list.includes(`(${path.split('/').at(-1)})`))).toEqual([]);
  });
});

it('every page of docs/ is in its list', () => {
  const list = textOf('docs/README.md');
  const names = pages.flatMap((path) => /^docs\/([\w-]+\.md)$/.exec(path)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => name !== 'README.md' && !list.includes(`](${name})`))).toEqual([]);
});

describe('package.json', () => {
  it('has scripts whose files exist', () => {
    const paths = Object.values(scripts).flatMap((script) => script.match(/scripts\/[\w-]+\.mjs/g) ?? []);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
