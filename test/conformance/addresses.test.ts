import { describe, expect, it } from 'vitest';
import { IpAddr, SocketAddr } from '../../lib/index.js';
import { outcome, showIp, showSocket } from './address-words.mjs';
import { recorded } from './records.js';

interface Parsed {
  text: string;
  ip: string;
  socket: string;
}
interface Formatted {
  octets: number[];
  port: number;
  flowinfo: number;
  scope: number;
  ip: string;
  socket: string;
}

const lines = recorded<Parsed | Formatted>('addresses');
const parsed = lines.filter((line): line is Parsed => 'text' in line);
const formatted = lines.filter((line): line is Formatted => 'octets' in line);

describe('addresses as in Rust', () => {
  it(`IpAddr.parse of ${parsed.length} texts`, () => {
    const ours = parsed.map(({ text }) => ({ text, ip: outcome(() => showIp(IpAddr.parse(text))) }));
    expect(ours).toEqual(parsed.map(({ text, ip }) => ({ text, ip })));
  });

  it(`SocketAddr.parse of ${parsed.length} texts`, () => {
    const ours = parsed.map(({ text }) => ({
      text,
      socket: outcome(() => showSocket(SocketAddr.parse(text))),
    }));
    expect(ours).toEqual(parsed.map(({ text, socket }) => ({ text, socket })));
  });

  it('the texts are of both sorts', () => {
    const taken = (outcomes: string[]) => outcomes.filter((text) => text.startsWith('Ok')).length;
    expect(parsed.length).toBeGreaterThan(1500);
    expect(taken(parsed.map(({ ip }) => ip))).toBeGreaterThan(150);
    expect(taken(parsed.map(({ socket }) => socket))).toBeGreaterThan(100);
  });

  it('Display of every pattern of zero groups', () => {
    expect(formatted).toHaveLength(256);
    for (const { octets, port, flowinfo, scope, ip, socket } of formatted) {
      const ours = IpAddr.fromOctets(Uint8Array.from(octets));
      expect(showIp(ours)).toBe(ip);
      const address = new SocketAddr(ours, port, { flowinfo, scopeId: scope });
      expect(`${address}`).toBe(socket);
      expect([address.flowinfo, address.scopeId]).toEqual([flowinfo, scope]);
    }
  });

  it('what is displayed is parsed to the same address', () => {
    for (const { octets } of formatted) {
      const ours = IpAddr.fromOctets(Uint8Array.from(octets));
      expect(IpAddr.parse(ours.toString()).equals(ours)).toBe(true);
    }
  });
});
