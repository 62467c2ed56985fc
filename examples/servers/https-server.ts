// HTTPS by Node's own parser and TLS, over connections that native threads receive for. The arguments are the address, and the
// files of a key and a certificate:
//   openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 7 -keyout key.pem -out certificate.pem
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { serve } from 'stdnet';

const [addr = '127.0.0.1:8443', key = 'key.pem', certificate = 'certificate.pem'] = process.argv.slice(2);

const app = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
  response.setHeader('content-type', 'text/plain');
  request.on('data', (chunk) => response.write(String(chunk).toUpperCase()));
  request.on('end', () => response.end(`${request.method} ${request.url}\n`));
});

const server = serve(addr, (connection) => app.emit('connection', connection.toDuplex()), {
  threads: { pool: 1 },
});

process.once('SIGTERM', () => {
  app.closeAllConnections();
  server.shutdown({ drain: 1_000 });
});
console.log(`HTTPS server on ${server.localAddr()}`);
