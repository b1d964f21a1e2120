import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';

/*
 * The OWASP device-cookie scheme: a browser in which a user has signed in carries a signed note of it, for that user
 * alone. It proves nothing but that: whoever holds it guesses out of a budget of their own.
 */

const LIFETIME_SECONDS = 400 * 86_400; // As long as browsers keep one (RFC 6265bis §5.5).
const MAX_USERS = 5;
const NOTE = /^[\w-]{22}\.[\w-]{43}$/;

/** Which browsers have signed in whom. */
export interface KnownDevices {
  /** Names this browser among those of a user; undefined for a stranger. */
  find(request: IncomingMessage, userId: string): string | undefined;
  /** `Set-Cookie` after a user has signed in here. */
  remember(request: IncomingMessage, userId: string): string;
}

interface Note {
  readonly device: string;
  readonly signature: string;
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function createKnownDevices(issuer: string, key: Buffer): KnownDevices {
  const isSecure = issuer.startsWith('https:');
  const name = `${isSecure ? '__Host-' : ''}gatehouse-devices`;
  const sign = (device: string, userId: string): string =>
    createHmac('sha256', key).update(`${device} ${userId}`).digest('base64url');

  function read(request: IncomingMessage): readonly Note[] {
    const texts = (parseCookie(request.headers.cookie ?? '')[name] ?? '').split('~').slice(0, MAX_USERS);
    return texts
      .filter((text) => NOTE.test(text))
      .map((text) => {
        const [device = '', signature = ''] = text.split('.');
        return { device, signature };
      });
  }
  const findNote = (notes: readonly Note[], userId: string): Note | undefined =>
    notes.find(({ device, signature }) => isSame(signature, sign(device, userId)));

  return {
    find: (request, userId) => findNote(read(request), userId)?.device,
    remember(request, userId) {
      const notes = read(request);
      const known = findNote(notes, userId);
      const device = known?.device ?? randomBytes(16).toString('base64url');
      const others = notes.filter((note) => note !== known).slice(0, MAX_USERS - 1);
      const value = [{ device, signature: sign(device, userId) }, ...others]
        .map((note) => `${note.device}.${note.signature}`)
        .join('~');
      return stringifySetCookie({
        name,
        value,
        httpOnly: true,
        secure: isSecure,
        sameSite: 'lax',
        path: '/',
        maxAge: LIFETIME_SECONDS,
      });
    },
  };
}
