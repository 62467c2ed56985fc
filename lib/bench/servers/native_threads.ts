// The server under test: one blocking native thread for each connection.
import { handlers, serve } from '../../index.js';
import { announce } from './child.js';

const handler = process.argv[2] === 'kv' ? handlers.kv() : handlers.echo();
const server = serve('127.0.0.1:0', handler);
announce(server.localAddr().port);
