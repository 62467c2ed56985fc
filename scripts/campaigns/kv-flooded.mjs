// What kv-floods.mjs floods: a process of its own, so that its memory is its own. Tells the parent its port, then, whenever a
// connection has ended, the error's code and by how many bytes memory had been more at its highest than at the start.
import { readFileSync, writeFileSync } from 'node:fs';
import { handlers, serve } from 'stdnet';

const [maxLine, maxValue] = process.argv.slice(2).map(Number);
const server = serve('127.0.0.1:0', handlers.kv(undefined, { maxLine, maxValue }));

function memory(field) {
  const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(kilobytes) * 1024;
}

let before = memory('VmRSS');
server.on('disconnect', ({ error, bytesIn }) => {
  process.send({ code: error?.code ?? null, bytesIn, growth: memory('VmHWM') - before });
  writeFileSync('/proc/self/clear_refs', '5'); // the highest is what there is now, again
  before = memory('VmRSS');
});
process.on('disconnect', () => process.exit());
process.send({ port: server.localAddr().port });
