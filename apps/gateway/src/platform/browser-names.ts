import type { SessionPlace } from '@gatehouse/persistence';

const bowser = () => import('bowser');

export interface BrowserNames {
  /** Such as "Firefox 145"; null: nobody can tell. */
  readonly browser: string | null;
  /** Such as "macOS"; null: nobody can tell. */
  readonly system: string | null;
}

const NOBODY: BrowserNames = { browser: null, system: null };

const isNamed = (name: string | undefined): name is string => name !== undefined && name !== '';

/** Names the browsers of a list of places, in its order, as people know them. What is sent can be anything: it is a hint. */
export async function nameBrowsers(
  places: readonly Pick<SessionPlace, 'userAgent'>[],
): Promise<readonly BrowserNames[]> {
  const { default: Bowser } = await bowser();
  return places.map(({ userAgent }) => {
    if (userAgent === null || userAgent === '') return NOBODY;
    const { browser, os } = Bowser.parse(userAgent);
    const major = browser.version?.split('.')[0];
    return {
      browser: isNamed(browser.name) ? [browser.name, major].filter(isNamed).join(' ') : null,
      system: isNamed(os.name) ? os.name : null,
    };
  });
}
