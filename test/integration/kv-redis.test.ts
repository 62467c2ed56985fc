// handlers.kv() against a redis-server beside it, where one is installed.

import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { handlers } from '../../lib/index.js';
import { started } from '../lib/server/support.js';
import { stopPrograms } from '../support/program.js';
import { hasRedisServer, startRedis } from '../support/redis.mjs';
import { start } from './programs.js';

afterEach(stopPrograms);

describe.runIf(hasRedisServer)('beside redis-server', () => {
  test('random requests get the same replies', async () => {
    const settings = { deadlineMs: 50_000 };
    const program = start('../../scripts/campaigns/kv-differential.mjs', ['6000'], settings);
    const { code, stdout } = await program.end();
    expect(code, stdout.join('\n')).toBe(0);
    expect(JSON.parse(stdout.at(-1)!)).toMatchObject({ asked: expect.any(Number), wrong: [] });
  }, 60_000);

  test('COMMAND tells the same of each command', async () => {
    type Info = [name: string, arity: number, flags: string[], first: number, last: number, step: number];
    const redis = await startRedis();
    const theirs = new Redis(redis.path);
    const ours = new Redis(started({}, handlers.kv()).localAddr().port);
    const infos = (await ours.call('COMMAND')) as Info[];
    expect(infos.length).toBe(await ours.call('COMMAND', 'COUNT'));
    for (const [name, arity, flags, ...keys] of infos) {
      const [info] = (await theirs.call('COMMAND', 'INFO', name)) as [Info];
      expect([name, arity, ...keys.slice(0, 3)]).toEqual([info[0], info[1], ...info.slice(3, 6)]);
      expect(info[2]).toEqual(expect.arrayContaining(flags));
    }
    theirs.disconnect();
    ours.disconnect();
    await redis.stop();
  });
});
