/** Connections that have been answered once and say nothing more, and what they cost. @internal */
import { connect, type Socket } from 'node:net';
import { BenchError, messageOf } from './error.js';
import type { Footprint } from './proc.js';
import type { ServerProcess } from './server_process.js';

/** What an idle connection costs its server, its sockets apart: bytes. */
export interface IdleMemory {
  /** By which the memory grew that the process holds. */
  readonly resident: number;
  /** What the kernel keeps for the threads that came with them: a stack of 16 KiB and a task of 7 KiB for each. */
  readonly kernel: number;
}

const KERNEL_PER_THREAD = (16 + 7) * 1_024;
const AT_ONCE = 100;
const HELLO = Buffer.alloc(64, 'idle');

/** @internal */
export class IdleCrowd {
  readonly #sockets: readonly Socket[];
  /** Of each; null where the system does not tell. */
  readonly memory: IdleMemory | null;

  private constructor(sockets: readonly Socket[], memory: IdleMemory | null) {
    this.#sockets = sockets;
    this.memory = memory;
  }

  /**
   * @param patienceMs how long each may wait for its answer.
   * @throws BenchError when one of them is not answered; the signal's reason.
   */
  static async gather(
    size: number,
    process: Pick<ServerProcess, 'port' | 'footprint'>,
    patienceMs: number,
    signal: AbortSignal,
  ): Promise<IdleCrowd> {
    signal.throwIfAborted();
    const sockets: Socket[] = [];
    const giveUp = () => {
      for (const socket of sockets) socket.destroy(new Error('given up'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const before = process.footprint();
      while (sockets.length < size) {
        const more = Array.from({ length: Math.min(AT_ONCE, size - sockets.length) }, () =>
          connect(process.port, '127.0.0.1'),
        );
        sockets.push(...more);
        await Promise.all(more.map((socket) => answered(socket, patienceMs)));
        signal.throwIfAborted();
      }
      const after = process.footprint();
      return new IdleCrowd(sockets, before && after && costOf(size, before, after));
    } catch (error) {
      for (const socket of sockets) socket.destroy();
      signal.throwIfAborted();
      throw new BenchError(`one of ${size} idle connections: ${messageOf(error)}`, { cause: error });
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** @throws BenchError: the server has ended one. */
  leave(): void {
    const left = this.#sockets.filter(({ destroyed }) => destroyed).length;
    for (const socket of this.#sockets) socket.destroy();
    if (left > 0) throw new BenchError(`the server ended ${left} idle connections`);
  }
}

function answered(socket: Socket, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket
      .setTimeout(patienceMs, () => socket.destroy(new Error(`no answer for ${patienceMs} ms`)))
      .once('data', () => {
        socket.setTimeout(0);
        resolve();
      })
      .on('error', reject) // after its answer it is destroyed, which leave() sees
      .on('close', () => reject(new Error('the server closed it')))
      .write(HELLO);
  });
}

function costOf(size: number, before: Footprint, after: Footprint): IdleMemory {
  return {
    resident: (after.resident - before.resident) / size,
    kernel: ((after.threads - before.threads) * KERNEL_PER_THREAD) / size,
  };
}
