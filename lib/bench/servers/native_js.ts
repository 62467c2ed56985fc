// The server under test: a JavaScript function for each connection, whose bytes native threads receive; one for each, or a
// pool of one.
import { serve } from '../../index.js';
import { answerTo } from './burn.js';
import { announce } from './child.js';

const threads = process.argv[3] === 'pool' ? ({ pool: 1 } as const) : 'per-connection';
const answer = process.argv[2] === 'burn' ? answerTo : (chunk: Buffer) => chunk;
const server = serve(
  '127.0.0.1:0',
  (connection) => {
    connection.on('data', (chunk) => {
      if (!connection.write(answer(chunk))) connection.pause();
    });
    connection.on('drain', () => connection.resume());
  },
  { threads },
);
announce(server.localAddr().port);
