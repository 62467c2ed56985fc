// The server under test: one blocking native thread for each connection.
import { handlers, serve } from '../../index.js';
import { announce, BACKLOG } from './child.js';

const handler = process.argv[2] === 'kv' ? handlers.kv() : handlers.echo();
const server = serve('127.0.0.1:0', handler, { backlog: BACKLOG });
announce(server.localAddr().port);
