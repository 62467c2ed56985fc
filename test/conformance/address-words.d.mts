import type { IpAddr, SocketAddr } from '../../lib/index.js';

export declare function showIp(ip: IpAddr): string;
export declare function showSocket(address: SocketAddr): string;
export declare function outcome(parse: () => string): string;
