export declare function descriptorCount(): number;
export declare function descriptorCounts(): Record<string, number>;
export declare function socketCount(): number;
export declare function threadCount(): number;
export declare function settled(count: () => number, wanted: number, ms?: number): Promise<number>;
