import type * as onLoop from '../../lib/async/index.js';
import type { ObedientPeer } from './obedient-peer.mjs';

export declare function loopLivesAsModelled(
  api: Pick<typeof onLoop, 'TcpStream' | 'BufReader'>,
  peer: ObedientPeer,
  parameters: { numRuns: number; seed?: number },
): Promise<void>;
