// The server under test: one blocking native thread for each connection.
import { serve } from '../../index.js';
import { announce } from './child.js';
import { handlerFor } from './handler_for.js';

const server = serve('127.0.0.1:0', handlerFor(process.argv[2]!));
announce(server.localAddr().port);
