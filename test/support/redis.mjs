/** A redis-server of our own, where one is installed: on a socket in a folder of its own, with one database and no file. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 10_000;
const works = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

export const hasRedisServer = works('redis-server');
export const hasRedisTools = works('redis-cli') && works('redis-benchmark');

/**
 * The shell ends the server when this process does, however it does: its standard input, 3 for what runs in the background,
 * ends then. And it ends with the server.
 */
const LIFELINE =
  'exec 3<&0; redis-server "$@" & server=$!; { cat <&3 >/dev/null; kill $server; } 2>/dev/null & wait $server';

/** Resolves when it takes connections. `stop` waits for its end. */
export async function startRedis(options = []) {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-redis-'));
  const path = join(folder, 'socket');
  const args = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('sh', ['-c', LIFELINE, 'sh', ...args, '--databases', '1', ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  const closed = once(child, 'close');
  const stop = async () => {
    child.stdin.end();
    await closed;
    rmSync(folder, { recursive: true });
  };
  const deadline = Date.now() + START_MS;
  while (!(await accepts(path))) {
    if (Date.now() < deadline && child.exitCode === null) {
      await sleep(10);
      continue;
    }
    await stop();
    throw new Error(`redis-server did not start: ${log}`);
  }
  return { path, stop };
}

async function accepts(path) {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
