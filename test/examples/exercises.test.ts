import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { exampleServer } from './support/example.js';
import { netcat } from './support/netcat.js';
import { Peer } from './support/peer.js';

afterAll(stopPrograms);

describe.each(['guide/count-bytes.ts', 'servers/count-bytes.ts'])('%s', (path) => {
  it.each([0, 11, 1_000_000])('counts %d bytes up to the half close, and exits', async (size) => {
    const { program, port } = await exampleServer(path, 'counting server on');
    const peer = await Peer.connect(port);
    peer.socket.end(Buffer.alloc(size, 'x'));
    expect((await program.output()).at(-1)).toBe(`received ${size} bytes total`);
    expect(await peer.rest()).toBe('');
  });
});

describe('servers/kv-server.ts', () => {
  it('tells what it holds when it is told to stop', async () => {
    const { program, port } = await exampleServer('servers/kv-server.ts', 'kv store on');
    const peer = await Peer.connect(port);
    expect(await peer.ask('SET name Ferris')).toBe('OK');
    peer.socket.end();
    program.signal('SIGTERM');
    expect((await program.output()).at(-1)).toMatch(/^1 keys, \d+ bytes$/);
  });
});

describe.each(['guide/kv-server-threads.ts', 'servers/kv-server.ts', 'servers/kv-workers.ts'])(
  '%s',
  (path) => {
    let port: number;

    beforeAll(async () => {
      ({ port } = await exampleServer(path, 'kv store on'));
    });

    it('speaks the protocol of the exercise', async () => {
      const peer = await Peer.connect(port);
      const dialogue: Array<[request: string, reply: string]> = [
        ['GET name', '(nil)'],
        ['SET name Ferris', 'OK'],
        ['GET name', 'Ferris'],
        ['SET name Ferris the crab', 'OK'],
        ['GET name', 'Ferris the crab'],
        ['GET name and more', 'Ferris the crab'],
        ['SET name', 'ERR usage: SET <key> <value>'],
        ['SET', 'ERR usage: SET <key> <value>'],
        ['SET empty ', 'OK'],
        ['GET empty', ''],
        ['GET', '(nil)'],
        ['SET  of the empty key', 'OK'],
        ['GET', 'of the empty key'],
        ['get name', 'ERR unknown command'],
        ['DEL name', 'ERR unknown command'],
        ['', 'ERR unknown command'],
        ['SET größe ß', 'OK'],
        ['GET größe', 'ß'],
      ];
      for (const [request, reply] of dialogue)
        expect([request, await peer.ask(request)]).toEqual([request, reply]);
      peer.socket.write('QUIT\n');
      expect(await peer.rest()).toBe('');
      peer.socket.destroy();
    });

    it('shares its map between clients that are there at the same time', async () => {
      const [one, two] = [await Peer.connect(port), await Peer.connect(port)];
      expect(await one.ask('SET colour red')).toBe('OK');
      expect(await two.ask('GET colour')).toBe('red');
      expect(await two.ask('SET colour blue')).toBe('OK');
      expect(await one.ask('GET colour')).toBe('blue');
      one.socket.destroy();
      two.socket.destroy();
    });

    it('answers requests that came together, in order, and a last one without its newline', async () => {
      const peer = await Peer.connect(port);
      peer.socket.end('SET a 1\nSET b 2\r\nGET a\nGET b\nGET c');
      expect(await peer.rest()).toBe('OK\nOK\n1\n2\n(nil)\n');
    });

    it('outlives a client that is gone in the middle', async () => {
      const broken = await Peer.connect(port);
      expect(await broken.ask('SET kept yes')).toBe('OK');
      broken.socket.write('SET kept n');
      broken.socket.resetAndDestroy();

      const next = await Peer.connect(port);
      expect(await next.ask('GET kept')).toBe('yes');
      next.socket.destroy();
    });

    it.skipIf(!netcat.available)('serves nc', async () => {
      const nc = netcat.connect(port);
      nc.write('SET from nc\nGET from\nQUIT\n');
      await nc.line(/^OK$/);
      await nc.line(/^nc$/);
    });
  },
);
