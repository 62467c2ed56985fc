import { describe, expect, it } from 'vitest';
import { IoError, IpAddr, SocketAddr } from '../../lib/index.js';
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

/** The words of rust/addresses.rs. */
function kinds(ip: IpAddr): string {
  const answers: [string, boolean][] = [
    ['loopback', ip.isLoopback()],
    ['unspecified', ip.isUnspecified()],
    ['multicast', ip.isMulticast()],
    ['private', ip.isPrivate()],
    ['linkLocal', ip.isLinkLocal()],
    ['broadcast', ip.isBroadcast()],
    ['documentation', ip.isDocumentation()],
  ];
  const mapped = ip.toIpv4Mapped();
  return [
    ...answers.filter(([, yes]) => yes).map(([name]) => name),
    ...(mapped === null ? [] : [`mapped=${mapped}`]),
  ].join(' ');
}

const showIp = (ip: IpAddr): string => `Ok ${ip} ${kinds(ip)}`.trimEnd();

function showSocket(address: SocketAddr): string {
  const { ip, port, flowinfo, scopeId } = address;
  const rest = address.family === 'IPv6' ? ` flowinfo=${flowinfo} scope=${scopeId}` : '';
  return `Ok ${address} ip=${ip} port=${port}${rest}`;
}

function outcome(parse: () => string): string {
  try {
    return parse();
  } catch (error) {
    if (!IoError.isIoError(error)) throw error;
    expect([error.kind, error.rawOsError]).toEqual(['InvalidInput', null]);
    return `Err ${error.message}`;
  }
}

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
