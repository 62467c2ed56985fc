/** Ends the process in that way, with 7 for `exit`; for the other ways `others` says what is left to be done. */
export function leave(way, others) {
  switch (way) {
    case 'exit':
      process.exit(7);
      break;
    case 'throw':
      setImmediate(() => {
        throw new Error('nobody catches this');
      });
      break;
    case 'reject':
      Promise.reject(new Error('nobody catches this'));
      break;
    default:
      others[way]();
  }
}
