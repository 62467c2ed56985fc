// A chat room: the first line is the guest's name, and every other one goes to all others.  chat-client.ts or nc enters it.
//
// Native threads receive, and everything arrives on this one thread, which owns the list of guests: no lock. What a guest may cost is
// bounded: lines, silence, and what waits for one who does not read.
import { type Connection, serve } from 'stdnet';

const MAX_LINE = 1_000;
const guests = new Map<Connection, string>();
let closing = false;

function tellAll(text: string, except?: Connection): void {
  for (const [guest, name] of guests) {
    if (closing || guest === except || guest.write(`${text}\n`)) continue;
    console.error(`${name} does not read`); // 64 KiB wait for this guest: no more is kept in memory
    guest.destroy();
    leave(guest);
  }
}

function leave(guest: Connection): void {
  const name = guests.get(guest);
  if (guests.delete(guest)) tellAll(`* ${name} has left`);
}

function said(guest: Connection, line: string): void {
  const text = line.replaceAll(/\p{Cc}/gu, ''); // nobody plays with the others' terminals
  const name = guests.get(guest);
  if (name === undefined) guests.set(guest, text.slice(0, 20) || 'somebody');
  tellAll(name === undefined ? `* ${guests.get(guest)} has come` : `${name}: ${text}`, guest);
}

async function converse(guest: Connection): Promise<void> {
  const decoder = new TextDecoder(); // a letter may come in two chunks
  let rest = '';
  try {
    guest.write('* your name?\n');
    for await (const chunk of guest) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) said(guest, line.slice(0, MAX_LINE));
      if (rest.length > MAX_LINE) return; // ends the connection
    }
    guest.end();
  } finally {
    leave(guest);
  }
}

const limits = { maxConnections: 500, idleTimeout: 3_600_000, writeTimeout: 10_000 };
const server = serve(process.argv[2] ?? '127.0.0.1:7878', converse, { ...limits, threads: { pool: 1 } });

server.on('disconnect', ({ peer, error }) => error && console.error(`[${peer}] ${error.message}`));
process.once('SIGTERM', () => {
  tellAll('* the room closes');
  closing = true;
  for (const guest of guests.keys()) guest.end();
  server.shutdown({ drain: 1_000 });
});
console.log(`Chat room on ${server.localAddr()}`);
