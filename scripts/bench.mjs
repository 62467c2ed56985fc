// npm run bench: sets everything up, then compares the servers. Arguments go to the benchmark (--help).
import { main } from './run.mjs';
import { setup } from './setup.mjs';

await main(async (args) => {
  setup();
  const bench = await import('../dist/bench/main.js'); // only now is it there
  process.exitCode = await bench.main(args);
});
