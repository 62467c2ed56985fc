/**
 * A peer that is not ours: a program over `node:net` and `node:dgram`, in a Worker with an event loop of its own, so that
 * it goes on while a test blocks this thread.
 *
 * The program is sent as source text, so it may name its parameters only. It says `ready(value)` once it can be talked to,
 * and `done(value)` when it has seen what it was waiting for; values are plain ones.
 */

import type dgram from 'node:dgram';
import type net from 'node:net';
import { Worker } from 'node:worker_threads';

export interface PeerTools {
  net: typeof net;
  dgram: typeof dgram;
  ready(value?: unknown): void;
  done(value?: unknown): void;
}

export interface Address {
  address: string;
  port: number;
  family: string;
}

const workers = new Set<Worker>();

export class NodePeer<Ready> {
  readonly #done: Promise<unknown>;

  constructor(
    readonly ready: Ready,
    done: Promise<unknown>,
  ) {
    this.#done = done;
  }

  /** What the peer says at its end. */
  done(): Promise<unknown> {
    return this.#done;
  }
}

/** Starts a peer, and waits until it is ready. */
export async function nodePeer<Ready = Address, Args extends unknown[] = []>(
  program: (tools: PeerTools, ...args: Args) => void,
  ...args: Args
): Promise<NodePeer<Ready>> {
  const worker = new Worker(new URL('./node-peer-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: { source: program.toString(), args },
  });
  workers.add(worker);
  const ready = said(worker, 'ready');
  const done = said(worker, 'done');
  done.catch(() => {}); // whoever asks will hear of it
  return new NodePeer((await ready) as Ready, done);
}

/** For `afterEach`. */
export async function endPeers(): Promise<void> {
  await Promise.all([...workers].map((worker) => worker.terminate()));
  workers.clear();
}

function said(worker: Worker, what: 'ready' | 'done'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: { what: string; value: unknown }) => {
      if (message.what === what) resolve(message.value);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the peer ended without a '${what}'`)));
  });
}
