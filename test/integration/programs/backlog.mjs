// backlog.mjs BACKLOG: an echo server with such a queue; prints its port.
import { handlers, serve } from 'stdnet';

const server = serve('127.0.0.1:0', handlers.echo(), { backlog: Number(process.argv[2]) });
console.log(server.localAddr().port);
