/**
 * `using` and `await using` need two symbols that older lines of Node 20 lack. Where they are missing they are made as
 * compilers that lower `using` expect them.
 * @internal
 */
for (const name of ['dispose', 'asyncDispose'] as const) {
  if (typeof Symbol[name] !== 'symbol') {
    Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
  }
}

export {};
