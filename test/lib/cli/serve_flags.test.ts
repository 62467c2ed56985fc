import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addTcpFlags, serveOptions, type TcpFlags } from '../../../lib/cli/serve_flags.js';
import { addUdpFlags, serveUdpOptions } from '../../../lib/cli/serve_udp_flags.js';
import type { ServeOptions, ServeUdpOptions } from '../../../lib/index.js';

const parse = (...args: string[]): TcpFlags =>
  addTcpFlags(new Command()).parse(args, { from: 'user' }).opts<TcpFlags>();

/** As an operator types them. */
function typed(options: object): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const word = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (value === false) return [`--no-${word}`];
    return value === true ? [`--${word}`] : [`--${word}`, String(value)];
  });
}

it('every option of serve() that matters to an operator is a flag', () => {
  const all: Required<Omit<ServeOptions, 'threads' | 'signal'>> = {
    maxConnections: 10,
    backlog: 20,
    reusePort: true,
    ipv6Only: true,
    nodelay: false,
    idleTimeout: 1.5,
    lineTimeout: 3_000,
    writeTimeout: 2_000,
    spin: 50,
    stackSize: 65_536,
  };
  const words = typed(all);
  expect(serveOptions(parse(...words))).toEqual(all);
  expect(serveOptions(parse(...words, '--pool', '2'))).toEqual({ ...all, threads: { pool: 2 } });
});

it('what is not said is left to serve(), but for nodelay, which is its default', () => {
  expect(serveOptions(parse())).toEqual({ nodelay: true });
  expect(serveOptions(parse('--no-ipv6-only'))).toEqual({ nodelay: true, ipv6Only: false });
});

it('a server is reached from this machine only, on a free port, unless otherwise said', () => {
  expect(parse()).toMatchObject({ host: '127.0.0.1', port: 0, drain: 10_000, json: false });
});

it('so is every option of serveUdp()', () => {
  const all: Required<Omit<ServeUdpOptions, 'signal'>> = {
    reuseAddr: true,
    reusePort: true,
    ipv6Only: true,
    threads: 2,
    maxDatagram: 1_500,
    recvBufferSize: 65_536,
  };
  const parsed = (args: string[]) =>
    serveUdpOptions(addUdpFlags(new Command()).parse(args, { from: 'user' }).opts());
  expect(parsed(typed(all))).toEqual(all);
  expect(parsed([])).toEqual({});
});
