/** The calls that wait on one socket, in the order in which they were made. @internal */
export class CallQueue<Call extends { readonly owner: object }> {
  readonly #calls: Call[] = [];

  get waits(): boolean {
    return this.#calls.length > 0;
  }

  /** Whose turn it is. */
  get first(): Call | undefined {
    return this.#calls[0];
  }

  add(call: Call): void {
    this.#calls.push(call);
  }

  remove(call: Call): void {
    if (this.#calls[0] === call) this.#calls.shift();
    else this.#calls.splice(this.#calls.indexOf(call), 1);
  }

  /** Those that were made through one handle. */
  of(owner: object): Call[] {
    return this.#calls.filter((call) => call.owner === owner);
  }
}
