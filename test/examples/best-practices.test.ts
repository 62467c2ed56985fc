import { afterEach, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { CLOSED, example } from './support/example.js';
import { listen } from './support/peer.js';

afterEach(stopPrograms);

describe('guide/timeouts.ts', () => {
  it('connects and sets its timeouts', async () => {
    const server = await listen();
    expect(await example('guide/timeouts.ts', server.addr).output()).toEqual(['connected, timeouts set']);
    server.close();
  });

  it('says why it could not connect', async () => {
    expect(await example('guide/timeouts.ts', CLOSED).output()).toEqual([
      'connect failed: Connection refused (os error 111)',
    ]);
  });
});

describe('guide/read-timeout.ts', () => {
  it('prints what the guide shows, with the number of Linux', async () => {
    const [listening, timedOut, ...more] = await example('guide/read-timeout.ts').output();
    expect(listening).toMatch(/^listening on 127\.0\.0\.1:\d+$/);
    expect(timedOut).toBe('timed out: kind=WouldBlock -> Resource temporarily unavailable (os error 11)');
    expect(more).toEqual([]);
  });
});

describe('guide/nodelay.ts', () => {
  it('finds it off and sets it', async () => {
    const server = await listen();
    expect(await example('guide/nodelay.ts', server.addr).output()).toEqual([
      'nodelay at first: false',
      'nodelay now: true',
    ]);
    server.close();
  });
});

describe('guide/buffered-io.ts', () => {
  it('shows that nothing leaves before flush()', async () => {
    expect(await example('guide/buffered-io.ts').output()).toEqual([
      'in the buffer: 21 bytes',
      'before flush(): the peer sees nothing',
      'after flush(): line 1',
      'after flush(): line 2',
      'after flush(): line 3',
    ]);
  });
});

describe('guide/match-on-kind.ts', () => {
  it('tries a refused connection again, and gives up', async () => {
    expect(await example('guide/match-on-kind.ts', CLOSED).output()).toEqual([
      'attempt 1: ConnectionRefused',
      'attempt 2: ConnectionRefused',
      'attempt 3: ConnectionRefused',
      'gave up',
    ]);
  });

  it('connects at once where somebody listens', async () => {
    const server = await listen();
    expect(await example('guide/match-on-kind.ts', server.addr).output()).toEqual([
      `connected to ${server.addr}`,
    ]);
    server.close();
  });

  it('does not try again what cannot get better', async () => {
    const { code, stdout, stderr } = await example('guide/match-on-kind.ts', '127.0.0.1:70000').end();
    expect(code).toBe(1);
    expect(stdout).toEqual([]);
    expect(stderr.join('\n')).toContain('invalid port value');
  });
});
