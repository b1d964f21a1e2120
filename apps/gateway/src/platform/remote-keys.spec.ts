import { OAuthError, type RemoteKeys } from '@gatehouse/oauth-core';
import { createTestWorld, type TestWorld } from '@gatehouse/oauth-core/testing';
import { fetchKeySet, createRemoteKeys } from './remote-keys.js';

const ADDRESS = 'https://client.example/jwks';
const key = (kid: string): object => ({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid });

interface Harness {
  readonly world: TestWorld;
  readonly keys: RemoteKeys;
  /** Addresses that were fetched, in order. */
  readonly fetched: string[];
  readonly stale: string[];
  /** What is answered from now on; undefined: nobody is there. */
  publish(document: unknown): void;
}

function createHarness(first: unknown = { keys: [key('a')] }): Harness {
  const world = createTestWorld();
  const fetched: string[] = [];
  const stale: string[] = [];
  let current = first;
  const keys = createRemoteKeys({
    guardedFetch: (address) => {
      fetched.push(address);
      return current === undefined
        ? Promise.reject(new Error('it cannot be reached'))
        : Promise.resolve(Response.json(current));
    },
    world,
    onStale: (address) => stale.push(address),
  });
  return { world, keys, fetched, stale, publish: (document) => (current = document) };
}

const kidsOf = async (keys: RemoteKeys, kid?: string): Promise<(string | undefined)[]> =>
  (await keys.getKeys(ADDRESS, kid)).keys.map((each) => each.kid);

describe('remote keys', () => {
  it('are fetched once, also by many at once', async () => {
    const { keys, fetched } = createHarness();
    await Promise.all([kidsOf(keys), kidsOf(keys, 'a'), kidsOf(keys)]);
    expect(await kidsOf(keys, 'a')).toEqual(['a']);
    expect(fetched).toEqual([ADDRESS]);
  });

  it('are fetched anew for a kid that they lack, at most every 30 s', async () => {
    const { keys, fetched, publish, world } = createHarness();
    await kidsOf(keys, 'a');
    publish({ keys: [key('a'), key('b')] });
    expect(await kidsOf(keys, 'b')).toEqual(['a']);
    world.advanceSeconds(29);
    await kidsOf(keys, 'b');
    expect(fetched).toHaveLength(1);
    world.advanceSeconds(1);
    expect(await kidsOf(keys, 'b')).toEqual(['a', 'b']);
    await kidsOf(keys, 'c');
    expect(fetched).toHaveLength(2);
  });

  it('are not believed for more than ten minutes without asking: a key that was taken away is gone', async () => {
    const { keys, publish, world } = createHarness();
    await kidsOf(keys);
    publish({ keys: [key('b')] });
    world.advanceSeconds(599);
    expect(await kidsOf(keys, 'a')).toEqual(['a']);
    world.advanceSeconds(1);
    expect(await kidsOf(keys, 'a')).toEqual(['b']);
  });

  it('are kept for an hour while their address is down, and no longer', async () => {
    const { keys, publish, world, stale } = createHarness();
    await kidsOf(keys);
    publish(undefined);
    world.advanceSeconds(3599);
    expect(await kidsOf(keys, 'a')).toEqual(['a']);
    expect(stale).toEqual([ADDRESS]);
    world.advanceSeconds(1);
    await expect(kidsOf(keys, 'a')).rejects.toThrow(OAuthError);
  });

  it('fail with what the client developer can mend, the reason for our log alone, and are tried again soon', async () => {
    const { keys, publish, fetched, world } = createHarness(undefined);
    publish(undefined);
    const error = await keys.getKeys(ADDRESS, 'a').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid_request', reason: `${ADDRESS}: it cannot be reached` });
    expect((error as OAuthError).description).not.toContain('reached');
    publish({ keys: [key('a')] });
    await expect(kidsOf(keys)).rejects.toThrow(OAuthError);
    expect(fetched).toHaveLength(1);
    world.advanceSeconds(5);
    expect(await kidsOf(keys)).toEqual(['a']);
  });

  it('are public: no secret key, and no private member of one', async () => {
    const { keys } = createHarness({
      keys: [{ ...key('a'), d: 'private' }, { kty: 'oct', k: 'secret', kid: 'b' }, 'nonsense', null],
    });
    expect(await keys.getKeys(ADDRESS, undefined)).toEqual({ keys: [key('a')] });
  });

  it.each([
    ['no JSON', new Response('<html>'), 'it answers no JSON'],
    ['no key set', Response.json([]), '"keys" is missing'],
    ['null', Response.json(null), '"keys" is missing'],
    [
      'keys without end',
      Response.json({ keys: Array.from({ length: 101 }, () => key('a')) }),
      'more than 100',
    ],
    ['an error', new Response('{"keys":[]}', { status: 500 }), 'it answers 500'],
  ])('are refused from %s', async (_, answer, reason) => {
    await expect(fetchKeySet(() => Promise.resolve(answer), ADDRESS)).rejects.toThrow(reason);
  });
});
