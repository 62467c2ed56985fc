// Threads that do to servers and sockets what they like, at random moments, for longer than the tests do (test/native/stress):
// stress.mjs [native|asan|tsan|ubsan] [SECONDS = 60 for each of them] [SEED]
import { basename } from 'node:path';
import { build, runBuilt } from './native-tests.mjs';
import { filesBelow, inRoot, main, say } from './run.mjs';

await main(([preset = 'native', seconds = '60', seed = String(Date.now() % 2 ** 31)]) => {
  build(preset, ['test_stress']);
  for (const file of filesBelow('test/native/stress', ['_stress.cpp']).map((path) => basename(path))) {
    say(`${file}, preset ${preset}: ${seconds} s for each case, seed ${seed}`);
    const env = { STDNET_STRESS_SECONDS: seconds, STDNET_STRESS_SEED: seed };
    runBuilt(preset, inRoot(`build-${preset}/test/native/test_stress`), [`--source-file=*/${file}`], { env });
  }
});
