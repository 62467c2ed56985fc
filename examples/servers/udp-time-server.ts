// The guide's exercise 3 as a service: native threads answer TIME. guide/udp-time-client.ts asks it.
import { handlers, serveUdp } from 'stdnet';

const server = serveUdp(process.argv[2] ?? '127.0.0.1:9000', handlers.udpTime());
console.log(`UDP time server on ${server.localAddr()}`);

process.once('SIGTERM', () => server.shutdown());
