import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import * as mirror from '../../lib/async/index.js';
import * as blocking from '../../lib/index.js';
import type { Api } from './api.js';
import { isGlibc, recorded } from './records.js';
import { World } from './world.js';

interface Recorded {
  scenario: string;
  steps: [step: string, is: string][];
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

/** Runs every scenario of a record and holds what each step gives against what it gave in Rust. */
export function holdAgainstRust(name: 'tcp' | 'udp'): void {
  const scenarios = recorded<Recorded>(name);

  it('the record is of these scenarios', () => {
    const script = readFileSync(new URL(`scenarios/${name}.txt`, import.meta.url), 'utf8');
    const titles = scenarios.map(({ scenario, steps }) => [scenario, steps.map(([step]) => step)]);
    expect(titles).toEqual(parse(script));
  });

  // The numbers, the texts and much of the behaviour are the system's.
  describe.skipIf(!isGlibc)('as in Rust', () => perform(scenarios, blocking));

  // A socket of the event loop never blocks, and has no other mode.
  const modeless = scenarios.filter(
    ({ steps }) => !steps.some(([step]) => step.startsWith('set_nonblocking')),
  );
  describe.skipIf(!isGlibc)('as in Rust, on the event loop', () => perform(modeless, mirror));
}

function perform(scenarios: readonly Recorded[], api: Api): void {
  for (const { scenario, steps } of scenarios) {
    const needsIpv6 = steps.some(([step]) => step.includes('[::') || step.includes('[2001:'));
    it.skipIf(needsIpv6 && !hasIpv6)(scenario, async () => {
      const world = new World(api);
      try {
        const ours: string[] = [];
        for (const [step] of steps) ours.push(`${step} -> ${await world.perform(step)}`);
        expect(ours).toEqual(steps.map(([step, is]) => `${step} -> ${is}`));
      } finally {
        world[Symbol.dispose]();
      }
    });
  }
}

function parse(script: string): [title: string, steps: string[]][] {
  const scenarios: [string, string[]][] = [];
  for (const line of script.split('\n').filter((text) => text !== '')) {
    if (line.startsWith('== ')) scenarios.push([line.slice(3), []]);
    else scenarios.at(-1)![1].push(line);
  }
  return scenarios.flatMap(([title, steps]) =>
    steps.some((step) => step.includes('{lo}'))
      ? ['127.0.0.1', '[::1]'].map((lo): [string, string[]] => [
          `${title} (${lo})`,
          steps.map((step) => step.replaceAll('{lo}', lo)),
        ])
      : [[title, steps] as [string, string[]]],
  );
}
