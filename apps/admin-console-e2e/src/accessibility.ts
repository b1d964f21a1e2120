import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Waits for what is fading in or out: half transparent, it has no contrast to be judged. What turns for ever goes on. */
const rest = (page: Page) =>
  page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Infinity,
      ),
  );

async function judge(page: Page): Promise<readonly Violation[]> {
  await rest(page);
  return page.evaluate(
    (rules) =>
      (
        globalThis as unknown as {
          axe: { run(context: unknown, options: object): Promise<{ violations: Violation[] }> };
        }
      ).axe
        .run(document, { runOnly: rules })
        .then((result) => result.violations),
    RULES,
  );
}

/** Holds a page against WCAG 2.2 AA, as far as axe can judge. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // Evaluated through the debugger, not as a script of the page: its policy would forbid that.
  await page.evaluate(AXE);
  let violations = await judge(page);
  // A notification may have begun to fade while axe was looking: what is wrong is wrong at rest, too.
  if (violations.length > 0) violations = await judge(page);
  expect(
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) })),
  ).toEqual([]);
}
