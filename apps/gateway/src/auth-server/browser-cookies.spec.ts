import type { IncomingMessage } from 'node:http';
import { createBrowserCookies, makeCookieValue } from './browser-cookies.js';

const csrfKey = Buffer.alloc(32, 1);
const secure = createBrowserCookies({ issuer: 'https://id.example' }, csrfKey);
const local = createBrowserCookies({ issuer: 'http://localhost:4000' }, csrfKey);
const request = (cookie?: string): IncomingMessage => ({ headers: { cookie } }) as IncomingMessage;

describe('cookies', () => {
  it('over https are host-bound, secure, out of reach of scripts, and not sent with cross-site posts', () => {
    const attributes = secure.writeSession('value', 3600).split('; ').slice(1).toSorted();
    expect(secure.writeSession('value', 3600)).toMatch(/^__Host-gatehouse-session=value;/);
    expect(attributes).toEqual(['HttpOnly', 'Max-Age=3600', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(secure.writeBrowser('value')).toMatch(/^__Host-gatehouse-browser=value;/);
    expect(secure.writeBrowser('value')).not.toMatch(/Domain|Max-Age|Expires/);
  });

  it("on a developer's machine, without https, are the same but for what needs https", () => {
    expect(local.writeSession('value', 3600)).toMatch(/^gatehouse-session=value;/);
    expect(local.writeSession('value', 3600)).not.toContain('Secure');
    expect(local.writeSession('value', 3600)).toContain('HttpOnly');
  });

  it('are read by their exact name: one without the prefix does not count over https', () => {
    expect(secure.findSession(request('__Host-gatehouse-session=a; gatehouse-session=b'))).toBe('a');
    expect(secure.findSession(request('gatehouse-session=b'))).toBeUndefined();
    expect(local.findBrowser(request('x=1; gatehouse-browser=c'))).toBe('c');
  });

  it.each([undefined, '', ';', '=', 'gatehouse-session', '%%%', '\u0000'])('are absent in %p', (cookie) => {
    expect(local.findSession(request(cookie))).toBeUndefined();
  });

  it('end at once when cleared', () => {
    expect(secure.clearSession()).toMatch(/^__Host-gatehouse-session=; Max-Age=0;/);
  });

  it('have 256 random bits', () => {
    expect(makeCookieValue()).toMatch(/^[\w-]{43}$/);
    expect(makeCookieValue()).not.toBe(makeCookieValue());
  });
});

describe('the CSRF token', () => {
  const token = local.getCsrfToken('browser', 'interaction');

  it('is good for its browser and its interaction', () => {
    expect(local.isCsrfToken('browser', 'interaction', token)).toBe(true);
  });

  it.each([
    ['another browser', 'other', 'interaction'],
    ['another interaction', 'browser', 'other'],
    ['parts that join to the same text', 'browser.inter', 'action'],
  ])('is not good for %s', (_, browser, interaction) => {
    expect(local.isCsrfToken(browser, interaction, token)).toBe(false);
  });

  it.each([undefined, '', 'x', token.slice(1), `${token}x`, token.toUpperCase()])('is not %p', (given) => {
    expect(local.isCsrfToken('browser', 'interaction', given)).toBe(false);
  });

  it('cannot be made under another key', () => {
    const elsewhere = createBrowserCookies({ issuer: 'http://localhost:4000' }, Buffer.alloc(32, 2));
    expect(
      local.isCsrfToken('browser', 'interaction', elsewhere.getCsrfToken('browser', 'interaction')),
    ).toBe(false);
  });
});
