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

/** Holds a page against WCAG 2.2 AA, as far as axe can judge. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // Evaluated through the debugger, not as a script of the page: its policy would forbid that.
  await page.evaluate(AXE);
  const violations = await page.evaluate(
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
  expect(
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) })),
  ).toEqual([]);
}
