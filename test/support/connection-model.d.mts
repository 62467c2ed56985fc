import type * as api from '../../lib/index.js';
import type { ObedientPeer } from './obedient-peer.mjs';

export declare function livesAsModelled(
  api: Pick<typeof api, 'TcpStream' | 'BufReader'>,
  peer: ObedientPeer,
  parameters: { numRuns: number; seed?: number },
): void;
