import type * as blocking from '../../lib/index.js';
import type { ObedientPeer } from './obedient-peer.mjs';

export declare function livesAsModelled(
  api: Pick<typeof blocking, 'TcpStream' | 'BufReader'>,
  peer: ObedientPeer,
  parameters: { numRuns: number; seed?: number },
): Promise<void>;
