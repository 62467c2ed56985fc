export interface Redis {
  /** Of its socket. */
  readonly path: string;
  stop(): Promise<void>;
}
export declare const hasRedisServer: boolean;
export declare const hasRedisTools: boolean;
export declare function startRedis(options?: readonly string[]): Promise<Redis>;
