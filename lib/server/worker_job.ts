/** What a Worker is started with. @internal */
export interface WorkerJob {
  /** Of the server. */
  readonly server: string;
  readonly module: string;
  readonly data: unknown;
  readonly worker: number;
}

/** What a Worker says when its module is loaded; the module may say other things. @internal */
export const READY = 'stdnet: ready';
