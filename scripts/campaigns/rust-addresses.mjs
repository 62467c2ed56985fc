// node scripts/campaigns/rust-addresses.mjs [TEXTS = 100000] [SEED]
//
// Texts that are, or nearly are, addresses, made by test/conformance/rust/addresses.rs: what Rust makes of each, held against ours.
// Needs rustc. What differs is printed, with the seed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { IpAddr, SocketAddr } from 'stdnet';
import { outcome, showIp, showSocket } from '../../test/conformance/address-words.mjs';
import { compileRust } from '../../test/conformance/compile-rust.mjs';
import { finish } from './report.mjs';

const texts = process.argv[2] ?? '100000';
const seed = process.argv[3] ?? String(1 + (Date.now() % 2 ** 31)); // never 0: xorshift would stay there
console.log(`seed ${seed}`);

const scratch = mkdtempSync(join(tmpdir(), 'stdnet-addresses-'));
const program = join(scratch, 'addresses');
try {
  compileRust('addresses', program);
} catch (error) {
  rmSync(scratch, { recursive: true });
  console.error(error.code === 'ENOENT' ? 'rustc is not installed' : error.message);
  process.exit(1);
}

function ours(line) {
  if ('text' in line) {
    return {
      ip: outcome(() => showIp(IpAddr.parse(line.text))),
      socket: outcome(() => showSocket(SocketAddr.parse(line.text))),
    };
  }
  const ip = IpAddr.fromOctets(Uint8Array.from(line.octets));
  const { port, flowinfo, scope } = line;
  return { ip: showIp(ip), socket: `${new SocketAddr(ip, port, { flowinfo, scopeId: scope })}` };
}

const rust = spawn(program, [seed, texts], { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(rust, 'exit');
const counts = { compared: 0, ips: 0, sockets: 0 };
const wrong = [];
for await (const text of createInterface(rust.stdout)) {
  const line = JSON.parse(text);
  const { ip, socket } = ours(line);
  counts.compared += 1;
  if (line.ip.startsWith('Ok')) counts.ips += 1;
  if (line.socket.startsWith('Ok')) counts.sockets += 1;
  if (ip !== line.ip || socket !== line.socket) wrong.push({ rust: line, ours: { ip, socket } });
}
const [status] = await ended;
rmSync(scratch, { recursive: true });
for (const each of wrong.slice(0, 20)) console.log(JSON.stringify(each));
console.log(
  `${counts.compared} different texts: ${counts.ips} IP addresses, ${counts.sockets} socket addresses`,
);
finish(
  { campaign: 'rust-addresses', seed: Number(seed), ...counts, wrong: wrong.length },
  wrong.length === 0 && status === 0 && counts.compared > 256,
);
