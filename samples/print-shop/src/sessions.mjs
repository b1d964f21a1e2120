import { randomBytes } from 'node:crypto';

const COOKIE = 'print_shop_session';
const IDLE_MS = 12 * 60 * 60 * 1000;
const SIGN_IN_MS = 15 * 60 * 1000;
/** Tabs in which the visitor may be on the way to Gatehouse. */
const MAX_SIGN_INS = 5;
const MAX_SESSIONS = 10_000;

/** @typedef {{ readonly number: string, readonly photo: import('./photo-album.mjs').Photo, readonly size: import('./prints.mjs').Size }} Order */

/**
 * @typedef {object} Session What we know of a browser. Its tokens stay here: the browser has only the cookie.
 * @property {string} id
 * @property {import('./gatehouse.mjs').Tokens | undefined} tokens
 * @property {Promise<import('./gatehouse.mjs').Tokens> | undefined} renewal of the tokens, under way
 * @property {boolean} wasConnected
 * @property {(import('./gatehouse.mjs').SignIn & { startedAt: number })[]} signIns
 * @property {Order[]} orders
 * @property {number} usedAt
 */

/**
 * Sessions in memory: a restart of the shop forgets them, and nothing worse.
 * @param {{ isSecure: boolean }} options whether browsers come by HTTPS alone
 */
export function createSessions({ isSecure }) {
  /** @type {Map<string, Session>} in the order of their last use */
  const sessions = new Map();
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  const store = (/** @type {Session} */ session) => {
    session.usedAt = Date.now();
    sessions.delete(session.id);
    sessions.set(session.id, session);
    for (const [id, { usedAt }] of sessions) {
      if (sessions.size <= MAX_SESSIONS && Date.now() - usedAt < IDLE_MS) break;
      sessions.delete(id);
    }
  };

  return {
    /**
     * @param {string | undefined} cookies the header
     * @returns {Session | undefined}
     */
    find(cookies = '') {
      const id = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookies)?.[1];
      const session = id === undefined ? undefined : sessions.get(id);
      if (session === undefined || Date.now() - session.usedAt > IDLE_MS) return undefined;
      store(session);
      return session;
    },

    /** @returns {Session} */
    create() {
      const session = toSession(newId());
      store(session);
      return session;
    },

    /**
     * Gives a session a new ID, so that nobody who knew the old one shares what is about to be put in.
     * @param {Session} session
     */
    rename(session) {
      sessions.delete(session.id);
      session.id = newId();
      store(session);
    },

    /** @param {Session} session */
    delete(session) {
      sessions.delete(session.id);
    },

    /** @param {Session} session */
    toCookie: ({ id }) => `${COOKIE}=${id}; ${attributes}`,

    expiredCookie: `${COOKIE}=; ${attributes}; Max-Age=0`,
  };
}

/** @typedef {ReturnType<typeof createSessions>} Sessions */

/**
 * Remembers that the visitor was sent to Gatehouse.
 * @param {Session} session
 * @param {import('./gatehouse.mjs').SignIn} signIn
 */
export function addSignIn(session, signIn) {
  session.signIns = [...session.signIns.slice(1 - MAX_SIGN_INS), { ...signIn, startedAt: Date.now() }];
}

/**
 * Takes the sign-in that a callback belongs to; once.
 * @param {Session | undefined} session
 * @param {string | null} state
 */
export function claimSignIn(session, state) {
  const signIn = session?.signIns.find((candidate) => candidate.state === state);
  if (session === undefined || signIn === undefined) return undefined;
  session.signIns = session.signIns.filter((other) => other !== signIn);
  return Date.now() - signIn.startedAt < SIGN_IN_MS ? signIn : undefined;
}

/**
 * @param {string} id
 * @returns {Session}
 */
function toSession(id) {
  return {
    id,
    tokens: undefined,
    renewal: undefined,
    wasConnected: false,
    signIns: [],
    orders: [],
    usedAt: 0,
  };
}

function newId() {
  return randomBytes(32).toString('base64url');
}
