// The guide's line echo server: every connection is served in a thread of its own, and JavaScript hears of it when it is
// over. guide/line-echo-client.ts talks to it.
import { handlers, serve } from 'stdnet';

const server = serve(process.argv[2] ?? '127.0.0.1:7878', handlers.lines());

server.on('disconnect', ({ peer, error }) => {
  if (error) console.error(`client error: ${error.message}`);
  console.log(`[${peer}] disconnected`);
});
process.once('SIGTERM', () => server.shutdown({ drain: 1_000 }));
console.log(`Line echo server on ${server.localAddr()}`);
