import { toSeenPath } from './seen-path.js';

describe('what is kept of a request target', () => {
  test.each([
    ['/flickr/photos', '/flickr/photos'],
    ['/flickr/photos?access_token=secret', '/flickr/photos'],
    ['/flickr/photos#access_token=secret', '/flickr/photos'],
    ['/flickr#a=secret?b=secret', '/flickr'],
    ['/@me/photos', '/@me/photos'],
    ['/users/ada@example.org', '/users/ada@example.org'],
    ['*', '*'],
    ['', ''],
  ])('%s: its path, without query and fragment', (target, path) => {
    expect(toSeenPath(target)).toBe(path);
  });

  test.each([
    ['http://ada:secret@localhost/flickr/photos', 'http://localhost/flickr/photos'],
    ['HTTPS://secret@localhost', 'HTTPS://localhost'],
    ['http://ada:se@cret@localhost/a@b', 'http://localhost/a@b'],
    ['http:/ada:secret@localhost/a', 'http:/localhost/a'],
    ['http:ada:secret@localhost/a', 'localhost/a'],
    ['ada:secret@localhost:443', 'localhost:443'],
    ['//ada:secret@localhost/a', '//localhost/a'],
    ['///ada:secret@localhost/a', '///localhost/a'],
    ['http://ada:secret@localhost?x=@', 'http://localhost'],
  ])('%s: no user and no password (RFC 9110 §4.2.4)', (target, path) => {
    expect(toSeenPath(target)).toBe(path);
  });

  test('not without bound', () => {
    expect(toSeenPath(`/${'a'.repeat(100_000)}`)).toHaveLength(2_001);
  });
});
