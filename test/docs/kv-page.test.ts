// docs/kv-in-production.md: its service, its clients, and HAProxy with its file, where that is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../repo/tree.js';
import { Program } from '../support/program.js';
import { usePrograms } from './programs.js';

const PAGE = 'docs/kv-in-production.md';
const { start, startWith, expectToTypeCheck } = usePrograms(PAGE);
const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;

interface Service {
  readonly program: Program;
  readonly address: string;
}

async function service(): Promise<Service> {
  const program = start('kv-service.ts', '127.0.0.1:0');
  const [, address] = await program.line(/^listening on (127\.0\.0\.1:\d+)$/);
  return { program, address: address! };
}

/** What the service at a path or a port answers to lines, and `''` where it answers nothing. */
async function answer(at: string | number, lines: string): Promise<string> {
  const client = typeof at === 'string' ? connect(at) : connect(at, '127.0.0.1');
  let text = '';
  client.end(lines);
  try {
    for await (const chunk of client) text += chunk;
  } catch {
    // refused or reset: what has come is the answer
  }
  return text;
}

const portOf = ({ address }: Service) => Number(address.split(':')[1]);

it('its programs type-check', () => expectToTypeCheck());

it('visits.ts and copy-keys.ts', async () => {
  const [one, other] = await Promise.all([service(), service()]);
  const visits = startWith({ KV_URL: `redis://${one.address}` }, 'visits.ts');
  expect(await visits.output()).toEqual(['green 1']);
  const copying = start('copy-keys.ts', `redis://${one.address}`, `redis://${other.address}`);
  expect(await copying.output()).toEqual(['2 keys copied']);
  expect(await answer(portOf(other), 'GET tea\nGET visits\n')).toBe('green\n1\n');
  other.program.signal('SIGTERM');
  const { code, stdout } = await other.program.end();
  expect({ code, last: stdout.at(-1) }).toEqual({
    code: 0,
    last: expect.stringMatching(/^served \d+ connections, 2 keys; errors: \{/),
  });
});

describe.runIf(hasHaproxy)('behind HAProxy', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stdnet-haproxy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('the other one answers when the first has gone', async () => {
    const [a, b] = await Promise.all([service(), service()]);
    // A path in the place of its own port: nobody else can have it.
    const [front, file] = [join(folder, 'front'), join(folder, 'haproxy.cfg')];
    const shown = /^```haproxy\n(.*?)^```$/ms.exec(textOf(PAGE))![1]!;
    const pairs = [
      ['127.0.0.1:7000', front],
      ['127.0.0.1:7001', a.address],
      ['127.0.0.1:7002', b.address],
    ] as const;
    writeFileSync(
      file,
      pairs.reduce((text, [from, to]) => text.replace(from, to), shown),
    );
    const haproxy = new Program('haproxy', ['-db', '-f', file]);

    const deadline = Date.now() + 20_000;
    while ((await answer(front, 'SET tea green\nGET tea\n')) !== 'OK\ngreen\n')
      expect(Date.now()).toBeLessThan(deadline);
    expect(await answer(portOf(a), 'GET tea\n')).toBe('green\n');
    a.program.signal('SIGTERM');
    await a.program.end();
    expect(await answer(front, 'GET tea\nSET tea black\nGET tea\n')).toBe('(nil)\nOK\nblack\n');
    await haproxy.errorLine(/Server kv\/a is DOWN/);
  });
});
