import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MODES } from '../../support/modes.js';
import { NodeClient, started, until } from './support.js';

/** The names of this process's threads that are ours, as `top -H` shows them. */
function threadNames(): string[] {
  return readdirSync('/proc/self/task')
    .map((thread) => {
      try {
        return readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();
      } catch {
        return ''; // it has ended meanwhile
      }
    })
    .filter((name) => name.startsWith('stdnet-'))
    .sort();
}

describe.runIf(process.platform === 'linux').each(MODES)('the threads of a server, %j', (threads) => {
  it('have names, and are as many as it says', async () => {
    const before = threadNames();
    expect(before).toEqual([]);
    const server = started({ threads });
    await until(() => threadNames().includes('stdnet-accept'));
    const clients = await Promise.all([1, 2, 3].map(() => NodeClient.connect(server)));
    for (const client of clients) client.send('x');
    await Promise.all(clients.map((client) => client.receive(1)));
    const name = threads === 'per-connection' ? 'stdnet-conn' : 'stdnet-pool';
    await until(() => threadNames().filter((each) => each === name).length === server.stats().threads - 1);
    expect(new Set(threadNames())).toEqual(new Set(['stdnet-accept', name]));
    await server.shutdown();
    await until(() => threadNames().length === 0);
  });
});
