/** A user's own module, as something that can be served. @internal */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TcpHandler, TcpServer } from '../index.js';
import { CliError } from './error.js';
import type { TcpFlags } from './serve_flags.js';
import type { Stdnet } from './service.js';
import { throughTsx, tsxFor } from './typescript.js';

/** @internal */
export type Place = 'workers' | 'events';

/** @internal */
export interface ModuleFlags extends Omit<TcpFlags, 'threads'> {
  readonly handler: string;
  readonly in: Place;
  /** Workers. */
  readonly threads?: number;
}

/** @internal */
export async function loadHandler(stdnet: Stdnet, flags: ModuleFlags): Promise<TcpHandler> {
  const path = resolve(flags.handler);
  if (!existsSync(path)) throw new CliError(`there is no ${flags.handler}`);
  const url = pathToFileURL(path).href;
  const tsx = tsxFor(path, flags.handler);
  if (flags.in === 'events') return importHandler(url, tsx, flags.handler);
  const module = tsx === null ? url : throughTsx(tsx, url);
  return stdnet.inWorkers(module, flags.threads === undefined ? {} : { threads: flags.threads });
}

async function importHandler(url: string, tsx: string | null, name: string): Promise<TcpHandler> {
  let exported: { default?: unknown };
  try {
    if (tsx !== null) (await import(tsx)).register();
    exported = await import(url);
  } catch (error) {
    throw new CliError(`cannot load ${name}: ${messageOf(error)}`);
  }
  if (typeof exported.default === 'function') return exported.default as TcpHandler;
  throw new CliError(`${name} exports no function as its default: --in events calls it with each connection`);
}

/**
 * Tells on stderr of Workers that died, and were replaced.
 *
 * @returns a promise that is rejected when one could not even start; the server is closed then.
 * @internal
 */
export function watchWorkers(server: TcpServer, name: string): Promise<never> {
  return new Promise((_, reject) => {
    server.on('error', (error) => {
      if (error.code !== 'ERR_WORKER_INIT_FAILED') {
        console.error(`error: ${error.message}`);
        return;
      }
      server.close();
      reject(new CliError(`cannot load ${name}: ${messageOf(error.cause ?? error)}`));
    });
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
