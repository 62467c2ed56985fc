// The server under test: node:net at its best in node:cluster, a process for each core. The one that starts them accepts, and
// deals connections out in turn: the default of node:cluster, and the way that keeps all cores as busy as each other.
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import type { TcpWork } from '../workloads.js';
import { announce } from './child.js';
import { listen } from './node_server.js';

if (cluster.isPrimary) {
  const workers = Array.from({ length: availableParallelism() }, () => cluster.fork());
  const processes = [process.pid, ...workers.map((worker) => worker.process.pid!)];
  let starting = workers.length;
  cluster.on('listening', (_worker, { port }) => {
    if (--starting === 0) announce(port, processes);
  });
  cluster.on('exit', (worker, code, signal) => {
    console.error(`process ${worker.process.pid} of the cluster ended with ${signal ?? code}`);
    process.exit(1);
  });
} else {
  // They share one port, and end when the process that started them does.
  listen(process.argv[2] as TcpWork, () => {});
}
