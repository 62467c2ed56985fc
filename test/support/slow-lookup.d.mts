export declare function slowLookup(ms?: number): {
  env: { LD_PRELOAD: string; STDNET_TEST_LOOKUP_MS: string };
  remove(): void;
};
