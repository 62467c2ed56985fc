// served.mjs SETTINGS: the server of a campaign. Prints its port; answers each line of its stdin with its counters, for which
// it needs neither a descriptor nor a thread; ends with its stdin.
import { createInterface } from 'node:readline';
import { handlers, serve } from 'stdnet';

const { handler, options, uid } = JSON.parse(process.argv[2]);
const [name, ...args] = handler;
if (uid !== undefined) process.setuid(uid); // whose threads the kernel counts apart
const server = serve('127.0.0.1:0', handlers[name](...args.map((arg) => arg ?? undefined)), options);
console.log(server.localAddr().port);

for await (const _ of createInterface(process.stdin)) console.log(JSON.stringify(server.stats()));
server.close();
