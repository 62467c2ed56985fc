// node bench/blocking-client.mjs [ROUNDS = 9] [COUNT = 50000] [SIZE = 64] [CORE]
//
// What a blocking TcpStream costs beside C: the same ping-pong client in both, against the same C echo server, client and
// server on one core. Case P17 of the design: at least 0.95 of the C client's round trips.

import { fileURLToPath } from 'node:url';
import {
  compiled,
  interleaved,
  lastCore,
  median,
  numberFrom,
  onCore,
  printTable,
  quartiles,
  server,
} from './support.mjs';

const [rounds = 9, count = 50_000, size = 64, core = lastCore()] = process.argv.slice(2).map(Number);
const warmup = Math.min(count, 20_000);
const script = fileURLToPath(new URL('pingpong-client.mjs', import.meta.url));

const programs = compiled('pingpong_server', 'pingpong_client');
const echo = await server(...onCore(core, programs.path('pingpong_server'), []));
const numbers = [echo.port, size, warmup, count].map(String);
const client = (command, ...args) => {
  const [program, all] = onCore(core, command, [...args, ...numbers]);
  return async () => count / ((await numberFrom(program, all)) / 1e9);
};

const rates = await interleaved(
  { C: client(programs.path('pingpong_client')), TcpStream: client(process.execPath, script) },
  rounds,
);
echo.end();
programs.remove();

const ratios = rates.TcpStream.map((rate, round) => rate / rates.C[round]);
const row = (name) => {
  const [low, high] = quartiles(rates[name]).map((rate) => Math.round(rate));
  const rate = median(rates[name]);
  return [name, Math.round(rate), `${low} - ${high}`, (1e6 / rate).toFixed(2)];
};
printTable(['client', 'round trips/s', 'middle half', 'µs each'], [row('C'), row('TcpStream')]);
const [low, high] = quartiles(ratios).map((ratio) => ratio.toFixed(3));
const ratio = median(ratios);
console.log(
  `${size} B, core ${core}, ${rounds} rounds of ${count}: TcpStream / C ${ratio.toFixed(3)} (${low} - ${high})`,
);
console.log(JSON.stringify({ benchmark: 'blocking-client', size, rounds, count, ratio, rates }));
