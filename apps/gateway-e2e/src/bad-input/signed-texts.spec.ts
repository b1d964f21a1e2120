import { closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { ATTACKS, CLOCKS, KEY_NAMES, ODD_MOMENTS } from './signed-texts/attacks.js';
import { type Place, PLACES } from './signed-texts/places.js';
import { signParts } from './signed-texts/signer.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const now = (): number => Math.floor(Date.now() / 1000);

describe.each(Object.keys(PLACES) as (keyof typeof PLACES)[])('%s', (name) => {
  let place: Place;
  // A new one each time: whoever errs often is not heard for a while, whatever comes then.
  beforeEach(async () => {
    place = await PLACES[name](stage);
  });

  const presentWith = (header: object, claims: object): Promise<boolean> => {
    const parts = place.make();
    return place.present(
      signParts(place.signer, { ...parts.header, ...header }, { ...parts.claims, ...claims }),
    );
  };
  // What the rules of each place have no word for.
  const isProof = name.includes('DPoP');
  const isStatement = name.includes('statement');

  it('counts when nothing is wrong with it', async () => {
    expect(await presentWith({}, {})).toBe(true);
  });

  it.each(Object.keys(ATTACKS))('does not count with %s', async (attack) => {
    expect(await place.present(ATTACKS[attack]?.(place, place.make()) ?? '')).toBe(false);
  });

  it('is signed by the key of its name, and by no other name', async () => {
    // A proof names no key: it has it.
    for (const kid of KEY_NAMES) expect([kid, await presentWith({ kid }, {})]).toEqual([kid, isProof]);
  });

  it.each(CLOCKS)('%s, %i seconds from now: taken, %p', async (claim, seconds, isTaken) => {
    // RFC 9449 §4.2 has no exp and no nbf in a proof; a statement may be as old as it likes (RFC 7591 §2.3).
    const isSilent = (isProof && claim !== 'iat') || (isStatement && claim === 'iat');
    expect(await presentWith({}, { [claim]: now() + seconds })).toBe(isTaken || isSilent);
  });

  it('has moments that are numbers', async () => {
    const claim = isProof ? 'iat' : 'exp';
    for (const moment of ODD_MOMENTS)
      expect([moment, await presentWith({}, { [claim]: moment })]).toEqual([moment, false]);
  });
});
