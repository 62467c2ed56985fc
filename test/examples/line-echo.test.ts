import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { type ExampleServer, example, exampleServer } from './support/example.js';
import { netcat } from './support/netcat.js';
import { listen, Peer } from './support/peer.js';

afterAll(stopPrograms);

describe.each([
  { path: 'guide/line-echo-server.ts', says: ['hello', 'world', 'quit', 'disconnected'] },
  { path: 'servers/line-echo-server.ts', says: ['disconnected'] }, // of connections, not of lines
])('$path', ({ path, says }) => {
  let server: ExampleServer;

  beforeAll(async () => {
    server = await exampleServer(path, 'Line echo server on');
  });

  it('and guide/line-echo-client.ts print what the guide shows', async () => {
    const { program, addr } = server;
    const client = example('guide/line-echo-client.ts', addr);

    expect(await client.output()).toEqual(['server: HELLO', 'server: WORLD', 'server: bye']);
    const [first, ...others] = says;
    const [, peer] = await program.line(new RegExp(`^\\[(127\\.0\\.0\\.1:\\d+)\\] ${first}$`));
    for (const event of others) await program.line(new RegExp(`^\\[${peer}\\] ${event}$`));
  });

  it('the server frames lines however they arrive', async () => {
    const { port } = server;
    const peer = await Peer.connect(port);
    peer.socket.write('one\ntwo\r\nthr'); // two lines and a half at once
    expect([await peer.line(), await peer.line()]).toEqual(['ONE', 'TWO']);
    peer.socket.write('ee\n  quit \nnever answered\n');
    expect([await peer.line(), await peer.line()]).toEqual(['THREE', 'bye']);
    peer.socket.destroy();
  });

  it('the server takes a last line without its newline', async () => {
    const { program, port } = server;
    const peer = await Peer.connect(port);
    peer.socket.end('last');
    expect(await peer.rest()).toBe('LAST\n');
    await program.line(new RegExp(`^\\[127.0.0.1:${peer.localPort}\\] disconnected$`));
  });

  it('the server reports bytes that are not UTF-8, and goes on', async () => {
    const { program, port } = server;
    const garbage = await Peer.connect(port);
    garbage.socket.write(Buffer.from([0xff, 0xfe, 10]));
    await program.errorLine(/^client error: stream did not contain valid UTF-8$/);
    expect(await garbage.rest()).toBe('');

    const next = await Peer.connect(port);
    expect(await next.ask('straße')).toBe('STRASSE');
    next.socket.destroy();
    garbage.socket.destroy();
  });

  it.skipIf(!netcat.available)('the server serves nc, which ends on quit', async () => {
    const { port } = server;
    const nc = netcat.connect(port);
    nc.write('hello\nquit\n');
    await nc.line(/^HELLO$/);
    await nc.line(/^bye$/);
  });
});

describe('guide/line-echo-client.ts', () => {
  it('talks to node:net, and ends when it is closed on', async () => {
    const witness = await listen();
    const client = example('guide/line-echo-client.ts', witness.addr);
    const peer = await witness.accept();
    expect(await peer.line()).toBe('hello');
    peer.socket.write('an');
    peer.socket.write('swer\n');
    expect(await peer.line()).toBe('world');
    peer.socket.end();
    expect(await client.output()).toEqual(['server: answer']);
    witness.close();
  });
});
