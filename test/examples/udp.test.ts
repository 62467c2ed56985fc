import dgram from 'node:dgram';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopPrograms } from '../support/program.js';
import { CLOSED, type ExampleServer, example, exampleServer } from './support/example.js';

const sockets: dgram.Socket[] = [];

afterAll(async () => {
  await stopPrograms();
  for (const socket of sockets) socket.close();
});

/** node:dgram's side, as an independent witness. */
async function witness(): Promise<{ socket: dgram.Socket; addr: string; port: number }> {
  const socket = dgram.createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return { socket, addr: `127.0.0.1:${port}`, port };
}

async function received(socket: dgram.Socket): Promise<[data: string, from: dgram.RemoteInfo]> {
  const [data, from] = (await once(socket, 'message')) as [Buffer, dgram.RemoteInfo];
  return [data.toString(), from];
}

function recentTime(text: string): boolean {
  return /^\d+$/.test(text) && Math.abs(Number(text) - Date.now() / 1000) < 60;
}

describe('guide/udp-echo-server.ts and guide/udp-echo-client.ts', () => {
  let server: ExampleServer;

  beforeAll(async () => {
    server = await exampleServer('guide/udp-echo-server.ts', 'UDP echo server on');
  });

  it('print what the guide shows', async () => {
    const { program, addr } = server;
    expect(await example('guide/udp-echo-client.ts', addr).output()).toEqual(['Echoed back: ping']);
    await program.line(/^Got 4 bytes from 127\.0\.0\.1:\d+$/);
  });

  it('the server echoes to node:dgram, and cuts what is longer than its buffer', async () => {
    const { program, port } = server;
    const { socket, addr } = await witness();
    for (const [sent, back] of [
      ['hello', 'hello'],
      ['', ''],
      ['x'.repeat(2000), 'x'.repeat(1500)],
    ] as const) {
      const answer = received(socket);
      socket.send(sent, port, '127.0.0.1');
      expect((await answer)[0]).toBe(back);
      await program.line(new RegExp(`^Got ${back.length} bytes from ${addr}$`));
    }
  });

  it('the client talks to node:dgram', async () => {
    const { socket, addr } = await witness();
    const request = received(socket);
    const client = example('guide/udp-echo-client.ts', addr);
    const [data, from] = await request;
    expect(data).toBe('ping');
    socket.send('from node', from.port, from.address);
    expect(await client.output()).toEqual(['Echoed back: from node']);
  });
});

describe('servers/udp-echo-server.ts', () => {
  it("answers the guide's client and node:dgram, and tells on SIGTERM what it did", async () => {
    const server = await exampleServer('servers/udp-echo-server.ts', 'UDP echo server on');
    const { program, addr, port } = server;
    expect(await example('guide/udp-echo-client.ts', addr).output()).toEqual(['Echoed back: ping']);
    const { socket } = await witness();
    const answer = received(socket);
    socket.send('x'.repeat(2000), port, '127.0.0.1');
    expect((await answer)[0]).toBe('x'.repeat(1500));
    program.signal('SIGTERM');
    await program.line(/^2 received, 2 sent, 0 dropped$/);
    expect(await program.end()).toMatchObject({ code: 0, stderr: [] });
  });
});

describe('guide/udp-time.ts', () => {
  it('prints the time, as the guide shows', async () => {
    const [line, ...more] = await example('guide/udp-time.ts').output();
    expect(recentTime(line!.replace(/^server time = /, ''))).toBe(true);
    expect(more).toEqual([]);
  });
});

describe.each(['guide/udp-time-server.ts', 'servers/udp-time-server.ts'])(
  '%s and guide/udp-time-client.ts',
  (path) => {
    let server: ExampleServer;

    beforeAll(async () => {
      server = await exampleServer(path, 'UDP time server on');
    });

    it('ask and answer', async () => {
      const { addr } = server;
      const [line, ...more] = await example('guide/udp-time-client.ts', addr).output();
      expect(recentTime(line!.replace(/^server time = /, ''))).toBe(true);
      expect(more).toEqual([]);
    });

    it('the server answers TIME alone', async () => {
      const { port } = server;
      const [{ socket: wrong }, { socket: right }] = [await witness(), await witness()];
      let answers = 0;
      wrong.on('message', () => answers++);

      for (const request of ['DATE', 'time', 'TIME ', '']) wrong.send(request, port, '127.0.0.1');
      const answer = received(right);
      right.send('TIME', port, '127.0.0.1');
      expect(recentTime((await answer)[0])).toBe(true);
      // The server answers in order and loopback delivers at once: an answer to the others would be there by now.
      await setImmediate();
      await setImmediate();
      expect(answers).toBe(0);
    });
  },
);

describe('guide/udp-time-client.ts', () => {
  it('asks again when its request was lost', async () => {
    const { socket, addr } = await witness();
    const lost = received(socket);
    const client = example('guide/udp-time-client.ts', addr);
    expect((await lost)[0]).toBe('TIME'); // dropped here
    const [again, from] = await received(socket);
    expect(again).toBe('TIME');
    socket.send('1780382543', from.port, from.address);

    const lines = await client.output();
    expect(lines[0]).toBe('attempt 1: WouldBlock');
    expect(lines.at(-1)).toBe('server time = 1780382543');
  });

  it('gives up where nobody is bound', async () => {
    expect(await example('guide/udp-time-client.ts', CLOSED).output()).toEqual([
      'attempt 1: ConnectionRefused',
      'attempt 2: ConnectionRefused',
      'attempt 3: ConnectionRefused',
      'attempt 4: ConnectionRefused',
      'attempt 5: ConnectionRefused',
      'no answer',
    ]);
  });
});
