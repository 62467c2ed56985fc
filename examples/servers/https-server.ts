// HTTPS by Node's own parser and TLS, over connections that native threads receive for. The arguments are the address, and the
// files of a key and a certificate:
//   openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 7 -keyout key.pem -out certificate.pem
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { serve } from 'stdnet';

const [addr = '127.0.0.1:8443', key = 'key.pem', certificate = 'certificate.pem'] = process.argv.slice(2);

let stopping = false;
const secrets = { key: readFileSync(key), cert: readFileSync(certificate) };
const app = createServer({ ...secrets, keepAliveTimeout: 60_000 }, (request, response) => {
  response.on('close', () => stopping && app.closeIdleConnections());
  response.setHeader('content-type', 'text/plain');
  request.on('data', (chunk) => response.write(String(chunk).toUpperCase()));
  request.on('end', () => response.end(`${request.method} ${request.url}\n`));
});
app.emit('listening'); // it never does: this starts its time limits (headersTimeout, requestTimeout), and its account of connections

const server = serve(addr, (connection) => app.emit('connection', connection.toDuplex()), {
  threads: { pool: 1 },
  maxConnections: 1_000,
  idleTimeout: 60_000,
  writeTimeout: 10_000,
});

process.once('SIGTERM', () => {
  stopping = true;
  app.closeIdleConnections(); // those between two requests; the others have 10 s for their answer
  server.shutdown({ drain: 10_000 });
});
console.log(`HTTPS server on ${server.localAddr()}`);
