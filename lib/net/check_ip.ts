import { invalidArgType } from '../core/argument_error.js';
import { invalidInput } from '../core/errors.js';
import { IpAddr, isIpAddr, octetsOfIp } from './ip_addr.js';

/** An IpAddr, or the text of one. @internal */
export function checkIp(value: unknown, name: string): IpAddr {
  if (isIpAddr(value)) return value;
  if (typeof value === 'string') return IpAddr.parse(value);
  throw invalidArgType(name, 'of type string or an instance of IpAddr', value);
}

/** The octets of an address that must be of that family; the texts are those of Rust's parsers. @internal */
export function checkOctets(value: unknown, name: string, family: 'IPv4' | 'IPv6'): Uint8Array {
  if (typeof value === 'string') {
    return octetsOfIp(family === 'IPv4' ? IpAddr.parseIpv4(value) : IpAddr.parseIpv6(value));
  }
  const ip = checkIp(value, name);
  if (ip.family !== family) throw invalidInput(`invalid ${family} address syntax`);
  return octetsOfIp(ip);
}
