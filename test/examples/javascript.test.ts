import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, type AgentOptions, request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { type ExampleServer, exampleServer } from './support/example.js';

afterAll(stopPrograms);

describe('servers/line-count-server.ts', () => {
  it('counts for each and for all, and drains', async () => {
    const { program, port } = await exampleServer('servers/line-count-server.ts', 'Line count server on');
    const first = connect(port, '127.0.0.1');
    const lines = createInterface(first)[Symbol.asyncIterator]();
    first.write('a\nb\n');
    expect([(await lines.next()).value, (await lines.next()).value]).toEqual(['1 of 1', '2 of 2']);
    const second = connect(port, '127.0.0.1');
    second.end('c\n');
    expect(String((await once(second, 'data'))[0])).toBe('1 of 3\n');
    await program.line(/^\[127\.0\.0\.1:\d+\] disconnected/);
    program.signal('SIGTERM');
    first.end();
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });
});

describe.runIf(spawnSync('openssl', ['version']).status === 0)('servers/https-server.ts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-https-'));
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  let server: ExampleServer;
  let agent: Agent;
  let trust: AgentOptions;

  beforeAll(async () => {
    const made = [
      '-nodes',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-days',
      '7',
    ];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', ...made, '-keyout', key, '-out', certificate],
      { stdio: 'ignore' },
    );
    server = await exampleServer('servers/https-server.ts', 'HTTPS server on', key, certificate);
    trust = { ca: readFileSync(certificate), servername: 'localhost', keepAlive: true };
    agent = new Agent({ ...trust, maxSockets: 20 });
  });

  afterAll(() => {
    agent.destroy();
    rmSync(folder, { recursive: true });
  });

  /** POSTs a body; the whole answer. */
  async function post(path: string, body: string): Promise<string> {
    const asked = request({ host: '127.0.0.1', port: server.port, path, method: 'POST', agent });
    asked.end(body);
    const [response] = await once(asked, 'response');
    return text(response);
  }

  it('answers a request', async () => {
    expect(await post('/hello', 'what is sent ')).toBe('WHAT IS SENT POST /hello\n');
  });

  it('carries megabytes both ways', async () => {
    const body = 'x'.repeat(5_000_000);
    const answer = await post('/large', body);
    expect(answer.length).toBe(body.length + 'POST /large\n'.length);
    expect(answer.startsWith('X'.repeat(100_000))).toBe(true);
  });

  it('answers 1,000 requests on 20 connections', async () => {
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => post(`/${i}`, `${i} `)));
    expect(answers).toEqual(Array.from({ length: 1_000 }, (_, i) => `${i} POST /${i}\n`));
  });

  it('ends in good order: who is idle is let go at once, and who has begun to ask is answered', async () => {
    agent.destroy();
    const half = (agent: Agent) => {
      const asked = request({ host: '127.0.0.1', port: server.port, path: '/half', method: 'POST', agent });
      asked.write('first half, ');
      return asked;
    };
    const [waiting, asking] = [new Agent(trust), new Agent(trust)];
    const idle = half(waiting);
    idle.end();
    const [answered] = await once(idle, 'response');
    expect(await text(answered)).toBe('FIRST HALF, POST /half\n');
    const busy = half(asking);
    const [begun] = await once(busy, 'response'); // its head comes with the first half

    const letGo = once(idle.socket!, 'close');
    server.program.signal('SIGTERM');
    await letGo;
    busy.end('second half ');
    expect(await text(begun)).toBe('FIRST HALF, SECOND HALF POST /half\n');
    expect(await server.program.end()).toMatchObject({ code: 0, stderr: [] });
    for (const each of [waiting, asking]) each.destroy();
  });
});
