/** Notices that nothing has happened for a while. @internal */
export class Silence {
  /** Fulfilled when it has lasted long enough. */
  readonly over: Promise<void>;
  #end!: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** `ms`: how long is long enough, from {@link begin} on; undefined: no silence is. */
  constructor(private readonly ms?: number) {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  begin(): void {
    if (this.ms !== undefined) this.limit(this.ms);
  }

  /** From now on, and counted from now on. */
  limit(ms: number): void {
    this.stop();
    this.#timer = setTimeout(this.#end, ms);
  }

  /** Something has happened. */
  broken(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
