import type { Page } from 'playwright-core';

interface Place {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What stopped the Tab key. */
interface Stop {
  /** Among all that can be stopped at, in the order of the document; -1: none of them. */
  readonly index: number;
  readonly name: string;
  readonly place: Place;
  /** Where the stop before it is by now: what is around it may have been scrolled. */
  readonly before: Place;
  readonly looksFocused: boolean;
}

/** Installed once per document: what can be reached, and how each of it looks while it has no focus. */
const prepare = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    const running = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(running.map(({ finished }) => finished));
    const isStop = (element: HTMLElement): boolean => {
      if (element.tabIndex < 0 || element.matches(':disabled') || !element.checkVisibility()) return false;
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
      // A group of radio buttons is one stop: the arrow keys move within it.
      return element.checked;
    };
    const describeLook = (element: Element): string => {
      const looks: string[] = [];
      for (let part: Element | null = element, depth = 0; part !== null && depth < 3; depth += 1) {
        const { outlineStyle, outlineWidth, outlineColor, borderColor, boxShadow, backgroundColor } =
          getComputedStyle(part);
        const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        looks.push([outline, borderColor, boxShadow, backgroundColor].join(';'));
        part = part.parentElement;
      }
      return looks.join('|');
    };
    const describe = (element: HTMLElement): string =>
      (
        element.getAttribute('aria-label') ??
        (element as HTMLInputElement).labels?.[0]?.textContent ??
        element.textContent ??
        ''
      ).trim() || element.tagName;
    const found = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex]',
    );
    const stops = [...found].filter(isStop);
    const walk = { stops, looks: stops.map(describeLook), describe, describeLook };
    Object.assign(globalThis, { walk });
    return stops.map(describe);
  });

/** Where the focus is, once what fades has faded. */
const findStop = (page: Page): Promise<Stop> =>
  page.evaluate(async () => {
    interface Walk {
      readonly stops: HTMLElement[];
      readonly looks: string[];
      last?: Element;
      describe(element: Element): string;
      describeLook(element: Element): string;
    }
    const { walk } = globalThis as unknown as { walk: Walk };
    const running = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(running.map(({ finished }) => finished));
    const element = document.activeElement ?? document.body;
    const index = walk.stops.indexOf(element as HTMLElement);
    const find = (one: Element): Place => {
      const { top, bottom, left, right } = one.getBoundingClientRect();
      return { top, bottom, left, right };
    };
    const before = find(walk.last ?? element);
    walk.last = element;
    return {
      index,
      name: walk.describe(element),
      place: find(element),
      before,
      looksFocused: index === -1 || walk.describeLook(element) !== walk.looks[index],
    };
  });

/** Reading goes down, and to the right within a line; what stands at the right of all that may begin higher up. */
function goesBack({ before: from, place: to }: Stop): boolean {
  const isAbove = to.bottom <= from.top + 1 && to.left < from.right - 1;
  const isBeside = to.top < from.bottom - 1 && from.top < to.bottom - 1;
  return isAbove || (isBeside && to.right <= from.left + 1);
}

/** Begins with what stands first in the document, wherever the walk began. */
function rotate(stops: readonly Stop[]): readonly Stop[] {
  const first = stops.findIndex(({ index }) => index === 0);
  return first <= 0 ? stops : [...stops.slice(first), ...stops.slice(0, first)];
}

/** Presses Tab until everything was visited. @returns what is wrong with that, in words */
export async function findKeyboardProblems(page: Page): Promise<readonly string[]> {
  const expected = await prepare(page);
  const visited: Stop[] = [];
  // What scrolls may be a stop of its own, and the end of the document is none.
  for (let presses = 0; presses < expected.length * 2 + 4; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await findStop(page);
    if (visited.some(({ index }) => index !== -1 && index === stop.index)) break;
    visited.push(stop);
  }
  const stops = rotate(visited.filter(({ index }) => index !== -1));
  const missed = expected.filter((_, at) => !stops.some(({ index }) => index === at));
  return [
    ...missed.map((name) => `Tab never comes to “${name}”`),
    ...stops.filter(({ looksFocused }) => !looksFocused).map(({ name }) => `“${name}” hides its focus`),
    ...stops.flatMap((stop, at) => {
      const next = stops[at + 1];
      return next !== undefined && goesBack(next) ? [`“${next.name}” comes after “${stop.name}”`] : [];
    }),
  ];
}

/** Presses Tab until something of this name has the focus. @throws when nothing has */
export async function tabTo(page: Page, name: string): Promise<void> {
  await prepare(page);
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await findStop(page);
    if (stop.name === name) return;
    passed.push(stop.name);
  }
  throw new Error(`Tab does not come to “${name}”, but to: ${passed.join(', ')}`);
}
