import { decodeJwt, decodeProtectedHeader } from 'jose';
import { aSigningKey } from '../testing/index.js';
import { signSecurityEvent } from './security-event.js';

const EVENT = {
  tokenId: 'jti-1',
  audience: 'receiver',
  subject: { format: 'iss_sub', iss: 'https://id.example', sub: 'ada' },
  type: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  content: { event_timestamp: 1_700_000_000 },
};

describe('a security event token', () => {
  it('says what happened to whom, and is no other kind of JWT (RFC 8417 §2.2, §4.5)', async () => {
    const text = await signSecurityEvent('https://id.example', aSigningKey(), EVENT, 1_700_000_000_999);
    expect(decodeProtectedHeader(text).typ).toBe('secevent+jwt');
    expect(decodeJwt(text)).toEqual({
      iss: 'https://id.example',
      jti: 'jti-1',
      iat: 1_700_000_000,
      aud: 'receiver',
      sub_id: EVENT.subject,
      events: { [EVENT.type]: EVENT.content },
    });
  });
});
