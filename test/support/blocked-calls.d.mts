export declare const callNames: readonly string[];
