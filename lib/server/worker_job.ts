/** What a Worker is started with. @internal */
export interface WorkerJob {
  /** Of the server. */
  readonly server: string;
  readonly module: string;
  readonly data: unknown;
  readonly worker: number;
}
