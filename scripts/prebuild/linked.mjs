// An addon as the linker of its C library sees it, where no Node for that library can be had.
import { spawnSync } from 'node:child_process';
import { inspect } from '../elf.mjs';
import { Failed, say } from '../run.mjs';

/** Musl's linker lists what an object needs, and every symbol that nobody has. */
export function linked(linker) {
  return (addon, target) => {
    const { error, stderr } = spawnSync(linker, ['--list', addon], { encoding: 'utf8' });
    if (error) throw new Failed(`${linker} is not installed: ${error.message}`);
    const missing = [...stderr.matchAll(/^Error .*: (\w+): symbol not found$/gm)].map(([, name]) => name);
    const { exported: nodes } = inspect(process.execPath);
    const unknown = missing.filter((name) => !nodes.includes(name));
    const others = stderr.split('\n').filter((line) => line !== '' && !line.endsWith(': symbol not found'));
    if (missing.length === 0 || unknown.length > 0 || others.length > 0) {
      throw new Failed(`${addon} lacks ${unknown.join(', ') || 'nothing'}: ${others.join('\n')}`);
    }
    say(`${target}: its linker misses the ${missing.length} functions that Node has, and nothing else`);
  };
}
