import { describe, expect, it } from 'vitest';
import { includes } from './arrows.js';
import { below, textOf } from './tree.js';

const folder = 'native/os/unix';
const systems = { linux: '__linux__', macos: '__APPLE__' };
const sources = below('native', '.h', '.cpp');
const asksForSystem = /^\s*#\s*(?:el)?if.*\b(?:__linux__|__APPLE__|__MACH__|__unix__|__\w+BSD__)/gm;

describe('what differs by system', () => {
  it(`stands in ${folder}`, () => {
    const astray = sources.filter((path) => !path.startsWith(`${folder}/`));
    expect(astray.filter((path) => textOf(path).match(asksForSystem))).toEqual([]);
  });

  it.each(Object.entries(systems))('is whole files of %s, each for it alone', (name, macro) => {
    const own = below(`${folder}/${name}`, '.cpp');
    expect(own.length).toBeGreaterThan(0);
    const torn = own.filter((path) => {
      const text = textOf(path);
      const whole = text.startsWith(`#if defined(${macro})\n`) && text.endsWith('\n#endif\n');
      return !whole || text.match(asksForSystem)?.length !== 1;
    });
    expect(torn).toEqual([]);
  });

  it('has a file for each system', () => {
    const [of, ...others] = Object.keys(systems).map((name) =>
      below(`${folder}/${name}`, '.h', '.cpp').map((path) => path.split('/').at(-1)),
    );
    for (const other of others) expect(other).toEqual(of);
  });
});

it('calls that block know nothing of kqueue', () => {
  const users = sources.filter((path) => /\bkqueue\(|\bkevent\(/.test(textOf(path)));
  expect(users).toEqual([`${folder}/macos/edge_poller.cpp`]);
  const waiting = includes('native').filter(({ to }) => to === 'native/os/edge_poller.h');
  expect(waiting.filter(({ from }) => /^native\/(?:net|load)\//.test(from))).toEqual([]);
});
