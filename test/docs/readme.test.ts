import { describe, expect, it } from 'vitest';
import type { Program } from '../support/program.js';
import { usePrograms } from './programs.js';

const { programs, start, expectToTypeCheck } = usePrograms('README.md');

/** Starts a server of the page on a free port; returns its address too. */
async function serving(name: string): Promise<{ server: Program; address: string }> {
  const server = start(name, '127.0.0.1:0');
  const [, address] = await server.line(/^Echo server listening on (127\.0\.0\.1:\d+)$/);
  return { server, address: address! };
}

async function expectEcho(address: string): Promise<void> {
  const said = await start('echo-client.ts', address).output();
  expect(said).toEqual([`Connected to ${address}`, 'Server replied: hello echo']);
}

describe('the programs of README', () => {
  it('are the ones tested here', () => {
    const names = ['address-in-use.ts', 'echo-client.ts', 'echo-server.ts', 'threads-server.ts'];
    expect(programs.map(({ name }) => name).sort()).toEqual(names);
  });

  it('type-check', () => expectToTypeCheck());

  it('echo-server.ts serves echo-client.ts, one after the other', async () => {
    const { server, address } = await serving('echo-server.ts');
    for (let round = 0; round < 2; ++round) {
      await expectEcho(address);
      const [, peer] = await server.line(/^New connection from (\S+)$/);
      await server.line(/^Connection closed by (\S+)$/).then(([, closed]) => expect(closed).toBe(peer));
    }
  });

  it('threads-server.ts serves echo-client.ts and stops when it is told to', async () => {
    const { server, address } = await serving('threads-server.ts');
    await expectEcho(address);
    await server.line(/^127\.0\.0\.1:\d+ sent 10 bytes/);
    server.signal('SIGTERM');
    expect(await server.end()).toMatchObject({ code: 0, stderr: [] });
  });

  it('address-in-use.ts prints what its comment says', async () => {
    const said = await start('address-in-use.ts').output();
    expect(said).toEqual(['kind=AddrInUse -> Address already in use (os error 98)']);
  });
});
