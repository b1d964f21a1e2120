import { nameBrowsers } from './browser-names.js';

const nameOne = async (userAgent: string | null) => (await nameBrowsers([{ userAgent }]))[0];

describe('a browser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox 145', 'Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
      'Chrome 147',
      'Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari 18',
      'iOS',
    ],
  ])('is named as people know it: %s', async (userAgent, browser, system) => {
    expect(await nameOne(userAgent)).toEqual({ browser, system });
  });

  it.each([null, '', 'x', '<script>alert(1)</script>', '('.repeat(300)])(
    'that says nothing of use has no name: %p',
    async (userAgent) => {
      expect(await nameOne(userAgent)).toEqual({ browser: null, system: null });
    },
  );
});
