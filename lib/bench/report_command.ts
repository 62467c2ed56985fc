import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { complain } from './error.js';
import { csv } from './report/csv.js';
import { histogramLogs } from './report/histogram_logs.js';
import { markdown } from './report/markdown.js';
import type { NamedText } from './report/named_text.js';
import { page } from './report/page.js';
import { svgFiles } from './report/svg_files.js';
import type { Results } from './results.js';
import { load, saveText } from './results_file.js';

/** In which forms the results are wanted besides JSON: the names of files, or of folders. @internal */
export interface Exports {
  readonly csv?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly svg?: string;
  readonly histograms?: string;
}

/** @internal */
export function withExports(command: Command): Command {
  return command
    .option('--html <file>', 'a page with charts, which needs nothing else')
    .option('--svg <folder>', 'the charts of the page, each a picture of its own')
    .option('--markdown <file>', 'tables for a page or a pull request; with --svg the charts are shown in it')
    .option('--csv <file>', 'a row for each round')
    .option('--histograms <folder>', 'latencies as HdrHistogram logs, one for each workload');
}

/** @throws BenchError where one cannot be made or written. @internal */
export async function writeExports(
  results: Results,
  { csv: rows, markdown: tables, html, svg, histograms }: Exports,
): Promise<void> {
  if (rows !== undefined) await saveText(rows, csv(results));
  const pictures = svg === undefined ? [] : await svgFiles(results);
  if (svg !== undefined) await saveAll(svg, pictures);
  if (tables !== undefined) {
    const folder = relative(dirname(tables), svg ?? '');
    const linked = pictures.map((picture) => ({ ...picture, path: join(folder, picture.file) }));
    await saveText(tables, markdown(results, linked));
  }
  if (html !== undefined) await saveText(html, await page(results));
  if (histograms !== undefined) await saveAll(histograms, histogramLogs(results));
}

async function saveAll(folder: string, files: readonly NamedText[]): Promise<void> {
  for (const { file, text } of files) await saveText(join(folder, file), text);
}

/** `bench report results.json --html page.html`; without a form Markdown goes to stdout. @internal */
export function reportCommand(done: (code: number) => void): Command {
  return withExports(new Command('report'))
    .description('puts a results file into other forms; without an option: Markdown, to stdout')
    .argument('<results>', 'a results file')
    .action(async (path: string, exports: Exports) => done(await report(path, exports)));
}

async function report(path: string, exports: Exports): Promise<number> {
  try {
    const results = await load(path);
    if (Object.keys(exports).length === 0) process.stdout.write(markdown(results));
    await writeExports(results, exports);
    return 0;
  } catch (error) {
    complain(error);
    return 1;
  }
}
