/** Anything with set(key, value), with so many keys to look through. */
export function filled(store, keys) {
  for (let i = 0; i < keys; i++) store.set(`key:${i}`, 'value');
  return store;
}
