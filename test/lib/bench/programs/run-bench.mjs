// run-bench.mjs ARGUMENTS…: what scripts/bench.mjs does once everything is built.
import { main } from '../../../../dist/bench/main.js';

process.exitCode = await main(process.argv.slice(2));
