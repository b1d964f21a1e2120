import type { Texts } from '../../../texts/texts';
import { decodeJwt } from './jwt';

export type WrongAssertion = keyof Texts['try']['assertion']['wrong'];

/**
 * RFC 7523 §3: what can be seen of a JWT before it is sent. Nothing is verified: whether it counts, the server says.
 * @param now seconds since 1970
 */
export function findWrong(
  text: string,
  issuer: string,
  clientId: string,
  now: number,
): readonly WrongAssertion[] {
  const jwt = decodeJwt(text);
  if (jwt === undefined) return ['unreadable'];
  const { aud, exp, jti, sub } = jwt.payload;
  return [
    ...(aud === issuer ? [] : (['audience'] as const)),
    ...(typeof exp === 'number' ? [] : (['noExpiry'] as const)),
    ...(typeof exp === 'number' && exp <= now ? (['expired'] as const) : []),
    ...(typeof jti === 'string' && jti !== '' ? [] : (['noId'] as const)),
    ...(sub === clientId ? (['ownSubject'] as const) : []),
  ];
}
