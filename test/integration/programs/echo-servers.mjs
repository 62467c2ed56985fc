// Servers of every kind that send back lines in capital letters. Prints their ports by name; ends with its stdin.
import { SERVERS } from '../../../scripts/campaigns/proxied-servers.mjs';

const IDLE_MS = 60_000;
const ports = {};
const servers = [];
for (const [name, [protocol, start]] of Object.entries(SERVERS)) {
  if (protocol !== 'echo' && protocol !== 'lines') continue;
  const server = await start(IDLE_MS);
  servers.push(server);
  ports[name] = server.target.port;
}
console.log(JSON.stringify(ports));
for await (const _ of process.stdin);
await Promise.all(servers.map((server) => server.close()));
