import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { type ExampleServer, example, exampleServer } from './support/example.js';
import { netcat } from './support/netcat.js';
import { listen, Peer } from './support/peer.js';

afterAll(stopPrograms);

let server: ExampleServer;

beforeAll(async () => {
  server = await exampleServer('guide/echo-server.ts', 'Echo server listening on');
});

describe('guide/echo-server.ts and guide/echo-client.ts', () => {
  it('print what the guide shows', async () => {
    const { program, addr } = server;
    const client = example('guide/echo-client.ts', addr);

    expect(await client.output()).toEqual([`Connected to ${addr}`, 'Server replied: hello echo']);
    const [, peer] = await program.line(/^New connection from (127\.0\.0\.1:\d+)$/);
    const [, closed] = await program.line(/^Connection closed by (127\.0\.0\.1:\d+)$/);
    expect(closed).toBe(peer);
  });

  it('the server serves node:net, a second client while the first is silent', async () => {
    const { program, port } = server;
    const silent = await Peer.connect(port);
    await program.line(new RegExp(`^New connection from 127.0.0.1:${silent.localPort}$`));

    const talking = await Peer.connect(port);
    const sent = randomBytes(100_000);
    talking.socket.write(sent);
    expect((await talking.take(sent.length)).equals(sent)).toBe(true);
    talking.socket.end();
    expect(await talking.rest()).toBe('');
    await program.line(new RegExp(`^Connection closed by 127.0.0.1:${talking.localPort}$`));

    silent.socket.write('still here');
    expect((await silent.take(10)).toString()).toBe('still here');
    silent.socket.destroy();
  });

  it('the server reports a reset connection, and goes on', async () => {
    const { program, port } = server;
    const broken = await Peer.connect(port);
    await program.line(new RegExp(`^New connection from 127.0.0.1:${broken.localPort}$`));
    broken.socket.resetAndDestroy();
    await program.errorLine(/^client error: Connection reset by peer \(os error 104\)$/);

    const next = await Peer.connect(port);
    next.socket.write('next');
    expect((await next.take(4)).toString()).toBe('next');
    next.socket.destroy();
  });

  it('the client talks to node:net', async () => {
    const witness = await listen();
    const client = example('guide/echo-client.ts', witness.addr);
    const peer = await witness.accept();
    expect((await peer.take(10)).toString()).toBe('hello echo');
    peer.socket.end('from node');
    expect(await client.output()).toEqual([`Connected to ${witness.addr}`, 'Server replied: from node']);
    witness.close();
  });

  it.skipIf(!netcat.available)('the server serves nc', async () => {
    const { port } = server;
    const nc = netcat.connect(port);
    nc.write('hello from nc\n');
    await nc.line(/^hello from nc$/);
  });
});
