// The server under test: memcached with a thread for each core, and memory enough to keep all that it is told.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ForeignServer } from './foreign.js';

const MEGABYTES = 1_024;

const folder = mkdtempSync(join(tmpdir(), 'stdnet-memcached-'));
const file = join(folder, 'port');
const options = ['-l', '127.0.0.1', '-p', '-1', '-U', '0', '-t', String(availableParallelism())];
const asRoot = process.getuid?.() === 0 ? ['-u', 'root'] : []; // it wants to be told
const server = new ForeignServer('memcached', [...options, '-m', String(MEGABYTES), ...asRoot], {
  MEMCACHED_PORT_FILENAME: file, // -p -1: a port that the system chooses
});

function port(): number | undefined {
  try {
    return Number(/^TCP INET: (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1]);
  } catch {
    return undefined; // it is written under another name first
  }
}

const chosen = await server.until(port);
rmSync(folder, { recursive: true });
if (chosen === undefined) server.fail();
else server.announce(chosen);
