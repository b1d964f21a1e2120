/*
 * How a person signs in at each server, once, before flows are measured.
 */

/** @typedef {import('./flow.mjs').Browser} Browser */

/** The password of the person of the bench. */
export const PASSWORD = 'correct horse battery staple';

/**
 * At Gatehouse: the JSON API of its pages.
 * @param {string} username
 * @returns {(browser: Browser, path: string) => Promise<void>}
 */
export const signInAtGatehouse = (username) => async (browser, path) => {
  const page = new URL((await browser.open(path)).headers.get('location') ?? '');
  const interaction = `/interaction/${page.searchParams.get('interaction') ?? ''}`;
  const post = async (/** @type {string} */ action, /** @type {object} */ body) => {
    const { csrfToken } = /** @type {{ csrfToken: string }} */ (
      await (await browser.open(interaction)).json()
    );
    const response = await browser.open(`${interaction}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    return /** @type {{ next?: string }} */ (await response.json());
  };
  const { next } = await post('sign-in', { username, password: PASSWORD });
  if (next === 'consent') await post('consent', { allow: true, scopes: ['openid', 'photos'] });
};

/**
 * At node-oidc-provider: its development pages.
 * @param {Browser} browser
 * @param {string} path
 */
export async function signInAtPeer(browser, path) {
  let response = await browser.open(path);
  for (let step = 0; step < 10; step += 1) {
    const location = response.headers.get('location');
    if (location?.startsWith('https://print.example')) return;
    if (location !== null) {
      response = await browser.open(location);
      continue;
    }
    const html = await response.text();
    const [, action = ''] = /<form[^>]+action="([^"]+)"/.exec(html) ?? [];
    const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(html) ?? [];
    response = await browser.open(action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ prompt, login: 'ada', password: 'x' }),
    });
  }
  throw new Error('node-oidc-provider never came to the callback');
}
