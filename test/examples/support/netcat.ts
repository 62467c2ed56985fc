import { spawnSync } from 'node:child_process';
import { Program } from '../../support/program.js';

/** nc, where it is installed: a client that shares no code with Node. */
export const netcat = {
  available: spawnSync('nc', ['-h']).error === undefined,
  connect: (port: number) => new Program('nc', ['127.0.0.1', String(port)]),
};
