import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Arrows, circle, forbidden, imports, includes, layerOf, systemIncludes } from './arrows.js';
import { root } from './tree.js';

// core <- os <- net <- server <- handlers, relay <- binding; kv stands on core alone, load beside server.
const native: Arrows = {
  core: [],
  os: ['core'],
  net: ['core', 'os'],
  server: ['core', 'os', 'net'],
  kv: ['core'],
  handlers: ['core', 'os', 'net', 'server', 'kv'],
  relay: ['core', 'os', 'server'],
  load: ['core', 'os', 'net', 'kv'],
  binding: ['core', 'os', 'net', 'server', 'kv', 'handlers', 'relay', 'load'],
};

// core <- binding <- io <- net <- server <- index; async, bench and cli on top.
const lib: Arrows = {
  core: [],
  binding: ['core'],
  io: ['core', 'binding'],
  net: ['core', 'binding', 'io'],
  kv: ['core', 'binding'],
  server: ['core', 'binding', 'io', 'net', 'kv'],
  index: ['core', 'binding', 'io', 'net', 'kv', 'server'],
  async: ['core', 'binding', 'io', 'net'],
  bench: ['core', 'binding', 'io', 'net', 'kv', 'server', 'index', 'async'],
  cli: ['core', 'index', 'bench'],
};

describe('the arrows between the layers', () => {
  it('hold in native/', () => {
    expect(forbidden(includes('native'), native)).toEqual([]);
  });

  it('hold in lib/', () => {
    expect(forbidden(imports('lib'), lib)).toEqual([]);
  });

  it('form no circle of headers', () => {
    expect(circle(includes('native').filter(({ from }) => from.endsWith('.h')))).toBeNull();
  });

  it('form no circle of modules', () => {
    expect(circle(imports('lib'))).toBeNull();
  });

  it('name every layer that there is', () => {
    const layers = (reaches: { from: string }[]) => [...new Set(reaches.map(({ from }) => layerOf(from)))];
    expect(Object.keys(native)).toEqual(expect.arrayContaining(layers(includes('native'))));
    expect(Object.keys(lib)).toEqual(expect.arrayContaining(layers(imports('lib'))));
  });

  it('start at the root: an include in quotes names a file from there', () => {
    const broken = includes('native').filter(({ to }) => !existsSync(join(root, to)));
    expect(broken).toEqual([]);
  });

  it('reach Node from native/binding only', () => {
    const node = /^(?:node|uv|v8|napi|js_native_api|node_api)(?:[-_.].*)?\.h$/;
    const users = systemIncludes('native').filter(({ to }) => node.test(to));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ from }) => layerOf(from) !== 'binding')).toEqual([]);
  });
});

describe('the reading of arrows', () => {
  it('finds a forbidden one', () => {
    const reaches = [
      { from: 'native/core/a.h', to: 'native/os/b.h' },
      { from: 'native/os/b.h', to: 'native/core/a.h' },
    ];
    expect(forbidden(reaches, native)).toEqual(['native/core/a.h -> native/os/b.h']);
    expect(circle(reaches)).toEqual(['native/core/a.h', 'native/os/b.h', 'native/core/a.h']);
  });

  it('finds what files reach for', () => {
    expect(includes('native')).toContainEqual({ from: 'native/net/tcp.h', to: 'native/os/socket.h' });
    expect(imports('lib').length).toBeGreaterThan(10);
  });
});
