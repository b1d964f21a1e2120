import type { Page } from 'playwright-core';

/** Each would tell of itself where a page took it for more than text. */
export const MARKUP = '"><img src=x onerror="window.hasRun=1">';
export const SCRIPT = '<script>window.hasRun=1</script>';
export const URL_OF_SCRIPT = 'javascript:window.hasRun=1';

/** What a page did that a text must not make it do; empty it before each test: what one page did is no fault of the next. */
export function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('dialog', () => complaints.push('a dialog was opened'));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/**
 * Once all is there: nothing has run, nothing had to be kept from running, and there is no such element.
 * @param where named in a failure
 * @param texts must be seen, as they were written
 */
export async function expectText(
  page: Page,
  complaints: readonly string[],
  where: string,
  texts: readonly string[] = [],
): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor();
  await page.waitForLoadState('networkidle');
  const found = await page.evaluate(() => ({
    hasRun: 'hasRun' in window,
    elements: document.querySelectorAll('img[src="x"], a[href^="javascript:" i]').length,
    scripts: [...document.scripts].filter((script) => script.text.includes('hasRun')).length,
  }));
  expect({ where, ...found, complaints }).toEqual({
    where,
    hasRun: false,
    elements: 0,
    scripts: 0,
    complaints: [],
  });
}
