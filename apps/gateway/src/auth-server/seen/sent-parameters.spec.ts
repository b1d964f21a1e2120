import { createRedaction, findNamedClient, shortenClientId } from './sent-parameters.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const form = (text: string) => ({ text, authorization: undefined });

describe('what an error answer keeps of a request', () => {
  it('is the client that it names: in the header, the form, or an assertion', () => {
    expect(findNamedClient({ text: '', authorization: basic('print%20shop:secret') })).toBe('print shop');
    expect(findNamedClient(form('client_id=print-shop&client_secret=s'))).toBe('print-shop');
    const payload = Buffer.from(JSON.stringify({ sub: 'robot' })).toString('base64url');
    expect(findNamedClient(form(`client_assertion=e30.${payload}.c2ln`))).toBe('robot');
    expect(findNamedClient(form('grant_type=password'))).toBeUndefined();
  });

  it('is no whole text in the place of a client ID that could be a secret', () => {
    expect(shortenClientId('0f8fad5b-d9cb-469f-a165-70867728950e')).toHaveLength(36);
    expect(shortenClientId('gh_3mJr7AoUXx2Wqd9sKf1LpZ')).toBe('gh_3…');
    expect(shortenClientId('a b '.repeat(100))).toHaveLength(100);
  });

  it('is no value of a parameter that could be secret, and no name that nobody knows', () => {
    const sent = { text: 'scope=photos&code=abcdef&hunter2hunter2=1', authorization: basic('id:pa%20ss') };
    const redact = createRedaction(sent);
    expect(redact('code abcdef of photos')).toBe('code (left out) of photos');
    expect(redact('The parameter hunter2hunter2 comes twice; pa ss, pa%20ss')).toBe(
      'The parameter (left out) comes twice; (left out), (left out)',
    );
    expect(createRedaction({ text: '', authorization: 'Bearer tokentoken' })('tokentoken')).toBe(
      '(left out)',
    );
  });
});
