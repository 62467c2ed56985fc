export declare class Channel {
  readonly memory: SharedArrayBuffer;
  constructor(memory?: SharedArrayBuffer);
  readonly filled: boolean;
  send(message?: unknown): void;
  recv(deadlineMs?: number): unknown;
  receive(deadlineMs?: number): Promise<unknown>;
}
