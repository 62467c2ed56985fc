import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { page } from '../../../lib/bench/report/page.js';
import { svgFiles } from '../../../lib/bench/report/svg_files.js';
import { measured, outcome, rounds } from './outcomes.js';
import { hostileRun, run } from './runs.js';

// A browser takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const servers = ['threads', 'pool', 'js', 'js-pool', 'js-worker', 'node', 'loop', 'c'].map((id, i) =>
  measured(id, rounds(1e5 * (i + 1))),
);
const runs = {
  usual: run([
    outcome('echo-16', servers),
    outcome('echo-128', servers),
    outcome('streams-4', servers),
    outcome('rate-16-50k', servers),
  ]),
  hostile: hostileRun(),
};

describe.skipIf(executablePath === undefined)('in Chromium, from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stdnet-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath! });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['usual', 390, 'light'],
    ['usual', 390, 'dark'],
    ['usual', 1280, 'light'],
    ['usual', 1280, 'dark'],
    ['hostile', 390, 'light'],
  ] as const)(
    'the page, %s, %i pixels wide, %s: fits, is readable, and the console stays empty',
    async (name, width, colorScheme) => {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, await page(runs[name]));
      const tab = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, offline: true });
      const complaints: string[] = [];
      tab.on('console', (message) => complaints.push(message.text()));
      tab.on('pageerror', (error) => complaints.push(String(error)));
      tab.on('dialog', (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      await tab.goto(pathToFileURL(file).href);
      const seen = await tab.evaluate(LOOK);
      expect(complaints).toEqual([]);
      expect(seen).toMatchObject({
        tooWide: false,
        cutOff: [],
        charts: expect.any(Number),
        dark: colorScheme === 'dark',
      });
      expect(seen.charts).toBeGreaterThan(4);
      expect(seen.smallestText).toBeGreaterThanOrEqual(10);
      await tab.close();
    },
  );

  it.each(['light', 'dark'] as const)(
    'every chart is a picture of its own that is readable, %s',
    async (colorScheme) => {
      const tab = await browser.newPage({ colorScheme, offline: true });
      for (const results of Object.values(runs)) {
        for (const { file, text } of await svgFiles(results)) {
          writeFileSync(join(folder, file), text);
          await tab.goto(pathToFileURL(join(folder, file)).href);
          const seen = await tab.evaluate(LOOK_AT_PICTURE);
          expect(seen, file).toEqual({
            root: 'svg',
            broken: false,
            cutOff: [],
            dark: colorScheme === 'dark',
            apart: true,
          });
        }
      }
      await tab.close();
    },
  );
});

/** Runs in the picture. Its XML is broken where the browser says so. */
const LOOK_AT_PICTURE = `(() => {
  const shade = (element) => getComputedStyle(element).fill.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  const [paper, ink] = [shade(document.querySelector('rect')), shade(document.querySelector('text'))];
  return {
    root: document.documentElement.nodeName,
    broken: document.querySelector('parsererror') !== null,
    cutOff: [...document.querySelectorAll('text:not(.title, .caption)')]
      .filter((text) => text.getBoundingClientRect().left < 0 || text.getBoundingClientRect().right > 640)
      .map((text) => text.textContent),
    dark: paper < 128,
    apart: Math.abs(paper - ink) > 150,
  };
})()` as unknown as () => unknown;

interface Seen {
  tooWide: boolean;
  /** Texts that do not end within their chart. */
  cutOff: string[];
  charts: number;
  dark: boolean;
  /** Pixels, as they are on the screen. */
  smallestText: number;
}

/** Runs in the page. */
const LOOK = `(() => {
  const visible = [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 100);
  const [red] = getComputedStyle(document.body).backgroundColor.match(/\\d+/);
  const sizes = visible.map((svg) =>
    (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width) * parseFloat(getComputedStyle(svg).fontSize));
  const outside = (svg, text) => {
    const [frame, box] = [svg.getBoundingClientRect(), text.getBoundingClientRect()];
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  };
  return {
    cutOff: visible.flatMap((svg) =>
      [...svg.querySelectorAll('text')].filter((text) => outside(svg, text)).map((text) => text.textContent)),
    tooWide: document.documentElement.scrollWidth > innerWidth,
    charts: visible.length,
    dark: Number(red) < 128,
    smallestText: Math.min(...sizes),
  };
})()` as unknown as () => Seen;
