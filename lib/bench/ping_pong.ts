/** One message in flight on each connection: how many there are, and how large it is, decide who is ahead. @internal */
import { bytes, count } from './format.js';
import { ECHO, WORKLOADS, type Workload } from './workloads.js';

const CONNECTIONS = [1, 4, 16, 64, 256, 1_000];
const MESSAGES = [64, 1_024, 16_384, 65_536];

/** Where the usual run has one of them, it is that one. @internal */
export const PING_PONG: readonly Workload[] = MESSAGES.flatMap((message) =>
  CONNECTIONS.map((connections) => {
    const id = message === 64 ? `echo-${connections}` : `echo-${connections}-${message / 1_024}k`;
    return WORKLOADS.find((usual) => usual.id === id) ?? pingPong(id, connections, message);
  }),
);

function pingPong(id: string, connections: number, message: number): Workload {
  const oneCore = connections === 1;
  const title = `echo ${bytes(message)}, ${count(connections, 'connection')}${oneCore ? ', one core' : ''}`;
  return { ...ECHO, id, title, connections, message, oneCore };
}
