// Builds the documentation site, site/out/index.html: what lib/ says of itself, README.md and the pages of docs/. Fails where
// something public says nothing, or a link leads nowhere. Its tools are installed apart, in site/: they need an older TypeScript.
import { inRoot, isInstalled, main, run, say } from './run.mjs';

const site = inRoot('site');

await main(() => {
  if (!isInstalled(site)) {
    say('npm ci, for the site');
    run('npm', ['ci', '--no-audit', '--no-fund', '--prefix', site]);
  }
  say('typedoc');
  run('npm', ['run', '--silent', '--prefix', site, 'build']);
});
