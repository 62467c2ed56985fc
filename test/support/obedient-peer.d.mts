export declare class ObedientPeer {
  readonly port: number;
  ready(): Promise<this>;
  leave(): Promise<void>;
}
