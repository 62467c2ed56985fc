// server-signal.mjs HOW THREADS: an echo server, which SIGTERM ends in good order (`drain`) or as the system does (`default`).
import { handlers, serve } from 'stdnet';

const [how, threads] = process.argv.slice(2);
const server = serve('127.0.0.1:0', handlers.echo(), { threads: JSON.parse(threads) });
if (how === 'drain') {
  process.once('SIGTERM', async () => {
    const over = server.shutdown({ drain: 60_000 });
    console.log('draining');
    await over;
    console.log(`over: ${JSON.stringify(server.stats())}`);
  });
}
console.log(server.localAddr().port);
