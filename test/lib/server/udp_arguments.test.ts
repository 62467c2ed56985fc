import { describe, expect, it } from 'vitest';
import { handlers, type ServeUdpOptions, serve, serveUdp, type UdpHandler } from '../../../lib/index.js';
import { expectInvalidType, expectIoError, expectOutOfRange, thrown } from '../../support/argument_errors.js';
import { startedUdp } from './udp_support.js';

const wrong = (options: Record<string, unknown>) => () =>
  serveUdp('127.0.0.1:0', handlers.udpEcho(), options as ServeUdpOptions);

describe('serveUdp() refuses', () => {
  it.each([undefined, null, 'udpEcho', {}, [], handlers.echo(), Object.create(handlers.udpEcho())])(
    'the handler %s',
    (handler) => {
      expectInvalidType(() => serveUdp('127.0.0.1:0', handler as UdpHandler));
    },
  );

  it('a handler of the other kind, as serve() does', () => {
    expectInvalidType(() => serve('127.0.0.1:0', handlers.udpEcho() as never));
  });

  it.each([null, 5, 'x', []])('the options %s', (options) => {
    expectInvalidType(() => serveUdp('127.0.0.1:0', handlers.udpEcho(), options as ServeUdpOptions));
  });

  it.each([
    ['reuseAddr', 1],
    ['reusePort', null],
    ['ipv6Only', null],
    ['threads', '1'],
    ['threads', null],
    ['maxDatagram', 1n],
    ['recvBufferSize', null],
    ['signal', {}],
    ['signal', null],
  ])('options.%s of the wrong type: %s', (name, value) => {
    expectInvalidType(wrong({ [name]: value }));
  });

  it.each([
    ['threads', 0],
    ['threads', 1025],
    ['threads', 1.5],
    ['maxDatagram', 0],
    ['maxDatagram', 65_536],
    ['maxDatagram', Number.NaN],
    ['recvBufferSize', -1],
    ['recvBufferSize', 2 ** 31],
  ])('options.%s out of range: %s', (name, value) => {
    expectOutOfRange(wrong({ [name]: value }));
  });

  it('the port 70000', () => {
    expectOutOfRange(() => serveUdp(['127.0.0.1', 70000], handlers.udpEcho()));
    expectIoError(() => serveUdp('127.0.0.1:70000', handlers.udpEcho()), { kind: 'InvalidInput' });
  });
});

describe('sendTo() refuses', () => {
  it('what is no data', () => {
    const server = startedUdp();
    for (const data of [undefined, null, 5, {}, [1]]) {
      expectInvalidType(() => server.sendTo(data as never, '127.0.0.1:9'));
    }
  });

  it('what is no address', () => {
    const server = startedUdp();
    expectInvalidType(() => server.sendTo('x', undefined as never));
    expectIoError(() => server.sendTo('x', 'nowhere'), { kind: 'InvalidInput' });
  });

  it('a buffer whose memory is gone', () => {
    const server = startedUdp();
    const data = new Uint8Array(8);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect(thrown(() => server.sendTo(data, '127.0.0.1:9'))).toMatchObject({ code: 'ERR_INVALID_STATE' });
  });
});
