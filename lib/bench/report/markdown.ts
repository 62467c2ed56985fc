import { remarks } from '../remarks.js';
import type { Results, WorkloadResults } from '../results.js';
import { cells, circumstances, columns } from './facts.js';

/** A chart that is a file of its own. @internal */
export interface LinkedPicture {
  /** From where the text will be. */
  readonly path: string;
  readonly title: string;
  /** Its id; null: it is of several. */
  readonly workload: string | null;
}

/** Tables, and these pictures, as code hosts show them. Nothing of the file is taken for markup. @internal */
export function markdown(results: Results, pictures: readonly LinkedPicture[] = []): string {
  const picturesOf = (id: string | null) => pictures.filter(({ workload }) => workload === id).map(image);
  const facts = circumstances(results).map(([name, value]) => `- ${name}: ${plain(value)}`);
  const notes = remarks(results.workloads).map(
    (line) => `${line.startsWith(' ') ? '  ' : ''}- ${plain(line.trim())}`,
  );
  const blocks = [
    '# stdnet bench',
    facts.join('\n'),
    ...picturesOf(null),
    ...results.workloads.flatMap((workload) => [
      ...[`## ${plain(workload.title)}`, table(workload)],
      ...picturesOf(workload.id),
    ]),
    '## Remarks',
    notes.join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table(workload: WorkloadResults): string {
  const names = columns(workload);
  const rows = [
    names,
    names.map((_, i) => (i === 0 || names[i] === 'verdict' ? '---' : '---:')),
    ...workload.servers.map((server) => cells(workload, server).map(plain)),
    ...workload.missing.map(({ title, why }) => [
      plain(title),
      plain(`left out: ${why}`),
      ...names.slice(2).fill(''),
    ]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function image({ path, title }: LinkedPicture): string {
  const target = encodeURI(path).replaceAll('(', '%28').replaceAll(')', '%29');
  return `![${plain(title)}](${target})`;
}

function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&!@]/g, '\\$&').replace(/\s+/g, ' ');
}
