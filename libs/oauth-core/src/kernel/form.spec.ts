import fc from 'fast-check';
import { getParameter, parseForm, parseNamedParameters } from './form.js';

describe('parseForm', () => {
  it('decodes names and values: %XX as UTF-8 and + as a space (RFC 6749 Appendix B)', () => {
    const form = parseForm('a%20b=%C3%A9+%2B&c=1');
    expect([...form]).toEqual([
      ['a b', 'é +'],
      ['c', '1'],
    ]);
  });

  it.each(['a=', 'a', 'a=&b='])(
    'counts a parameter without a value as omitted: %p (RFC 6749 §3.1)',
    (text) => {
      expect(parseForm(text).size).toBe(0);
    },
  );

  it.each(['', '&', '&&&'])('finds no parameter in %p', (text) => {
    expect(parseForm(text).size).toBe(0);
  });

  it('keeps what comes after the second = in a value', () => {
    expect(parseForm('a=b=c').get('a')).toBe('b=c');
  });

  it.each(['a=1&a=2', 'a=1&%61=2', 'a=1&a=', 'a&a=1'])(
    'refuses a parameter that comes more than once: %p (RFC 6749 §3.1 MUST NOT)',
    (text) => {
      expect(() => parseForm(text)).toThrow(
        expect.objectContaining({
          code: 'invalid_request',
          description: 'The parameter a comes more than once.',
          reason: 'a parameter comes more than once',
        }),
      );
    },
  );

  it.each(['a=%', 'a=%zz', 'a=%ff', '%ff=a', 'a=%c3', 'a=%ed%a0%80'])(
    'refuses what is not percent-encoded UTF-8: %p',
    (text) => {
      expect(() => parseForm(text)).toThrow(/^invalid_request: A parameter is not percent-encoded UTF-8/);
    },
  );

  it.each(['a=%00', 'a=b%00c', 'a=\0'])('refuses a NUL, which PostgreSQL cannot store: %p', (text) => {
    expect(() => parseForm(text)).toThrow(/^invalid_request: A parameter has a NUL/);
  });

  it('takes a hundred parameters and refuses one more', () => {
    const pairs = Array.from({ length: 100 }, (_, index) => `p${index}=1`);
    expect(parseForm(pairs.join('&')).size).toBe(100);
    expect(() => parseForm([...pairs, 'q=1'].join('&'))).toThrow(/^invalid_request: Too many parameters/);
  });

  it('says the name of a doubled parameter in at most 60 printable characters', () => {
    const name = `\u{1f600}"${'x'.repeat(100)}`;
    const text = `${encodeURIComponent(name)}=1`;
    expect(() => parseForm(`${text}&${text}`)).toThrow(
      expect.objectContaining({
        description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,100}$/),
      }),
    );
  });
});

describe('parseForm and the URL standard', () => {
  const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => !value.includes('\0'));

  it('reads whatever URLSearchParams writes', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 20 }), (parameters) => {
        const entries = Object.entries(parameters);
        expect([...parseForm(new URLSearchParams(entries).toString())]).toEqual(entries);
      }),
    );
  });

  it('never throws anything but invalid_request', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'b', '=', '&', '%', '+', '0', 'f', 'F', '\0', 'é'),
          maxLength: 40,
        }),
        (noise) => {
          try {
            parseForm(noise);
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid_request' });
          }
        },
      ),
    );
  });
});

describe('getParameter', () => {
  it('gives the value', () => {
    expect(getParameter(parseForm('code=abc'), 'code')).toBe('abc');
  });

  it.each(['', 'code='])('refuses a form that lacks it, by name: %p', (text) => {
    expect(() => getParameter(parseForm(text), 'code')).toThrow(
      /^invalid_request: The parameter code is missing/,
    );
  });
});

describe('parseNamedParameters', () => {
  const names = ['client_id', 'state'];

  it('reads the named ones alone, whatever the others are like', () => {
    const form = parseNamedParameters('x=1&x=2&%ff=3&y=%&client_id=a%20b&%73tate=s', names);
    expect([...form]).toEqual([
      ['client_id', 'a b'],
      ['state', 's'],
    ]);
  });

  it.each(['client_id=a&client_id=a', 'client_id=a&client%5Fid=b', 'client_id=%ff', 'state=%00'])(
    'refuses a named one that is doubled or malformed: %p',
    (text) => {
      expect(() => parseNamedParameters(text, names)).toThrow(/^invalid_request/);
    },
  );
});
