import {
  type Accepted,
  type Caller,
  checkOutsideAudience,
  isApiKeyText,
  type OutsideFacts,
  type OutsideIssuer,
  peekIssuer,
  RefusedOutsideTokenError,
  toOutsideIdentity,
} from '@gatehouse/gateway-core';
import { OAuthError, RefusedTokenError } from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isSentWithProof, type Passage } from '../../passage.js';
import { admitToken, verifyAccessToken } from '../access-tokens.js';
import { type Admit, refuseCredential } from '../answers.js';
import type { JudgedToken } from './outside-tokens.js';

const indexes = new WeakMap<Snapshot['outsideIssuers'], ReadonlyMap<string, OutsideIssuer>>();

/** All outside issuers by what their access tokens call them; made once per change of them. */
function findByIssuer(all: Snapshot['outsideIssuers']): ReadonlyMap<string, OutsideIssuer> {
  const known = indexes.get(all);
  if (known !== undefined) return known;
  const index = new Map([...all.values()].map((one) => [one.issuer, one]));
  indexes.set(all, index);
  return index;
}

/** The outside issuer that an access token names, if the API accepts its access tokens. */
function findNamed(
  { plane }: Passage,
  { outsideIssuers }: Accepted,
  name: string,
): OutsideIssuer | undefined {
  const found = findByIssuer(plane.platform.snapshots.current().outsideIssuers).get(name);
  return found?.isEnabled === true && outsideIssuers.includes(found.id) ? found : undefined;
}

/**
 * The one outside issuer that is asked about access tokens that do not say whose they are. There is one at most: a secret of
 * one issuer is not shown to others until somebody knows it.
 */
function findAsked({ plane }: Passage, { outsideIssuers }: Accepted): OutsideIssuer | undefined {
  const all = plane.platform.snapshots.current().outsideIssuers;
  for (const id of outsideIssuers) {
    const issuer = all.get(id);
    if (issuer?.settings.judgement.kind === 'introspection') return issuer.isEnabled ? issuer : undefined;
  }
  return undefined;
}

const refused = (reason: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is of an issuer that this API does not accept.', reason);

/**
 * Admits whom an access token speaks for, at an API that accepts those of outside issuers. What it says of its issuer
 * decides who judges it, and nothing else; one of ours is never shown to anybody.
 */
export function authenticateByBearer(passage: Passage, accepted: Accepted, text: string, admit: Admit): void {
  const { env, accessTokens } = passage.plane.platform;
  const ours = accessTokens.findRemembered(text);
  if (ours !== undefined) return admitOurs(passage, accepted, () => admitToken(passage, text, ours, admit));
  const name = peekIssuer(text);
  if (name === env.issuer) return admitOurs(passage, accepted, () => verifyAccessToken(passage, text, admit));
  if (name === undefined) return authenticateByOpaque(passage, accepted, text, admit);
  const issuer = findNamed(passage, accepted, name);
  if (issuer === undefined)
    return refuseCredential(passage, 'access-token', refused(`issued by ${name.slice(0, 200)}`));
  judge(passage, issuer, text, admit);
}

function admitOurs(passage: Passage, { accessTokens }: Accepted, proceed: () => void): void {
  if (accessTokens) proceed();
  else refuseCredential(passage, 'access-token', refused('it is one of ours'));
}

/** Of an access token that says nothing about itself: ours, or of the one issuer that is asked about such. */
function authenticateByOpaque(passage: Passage, accepted: Accepted, text: string, admit: Admit): void {
  const issuer = findAsked(passage, accepted);
  if (issuer === undefined || isApiKeyText(text))
    return admitOurs(passage, accepted, () => verifyAccessToken(passage, text, admit));
  try {
    const known = passage.plane.credentials.outsideTokens.findRemembered(issuer, text);
    if (known !== undefined) return admitOutside(passage, issuer, known, admit);
  } catch (error) {
    return refuseCredential(passage, 'outside-token', error);
  }
  passage.plane.platform.accessTokens.verify(text).then(
    (token) => admitOurs(passage, accepted, () => admitToken(passage, text, token, admit)),
    (error: unknown) => {
      const isUnknown =
        error instanceof OAuthError &&
        error.code === 'invalid_token' &&
        !(error instanceof RefusedTokenError);
      if (isUnknown) judge(passage, issuer, text, admit);
      else refuseCredential(passage, 'access-token', error);
    },
  );
}

function judge(passage: Passage, issuer: OutsideIssuer, text: string, admit: Admit): void {
  const { outsideTokens } = passage.plane.credentials;
  try {
    const known = outsideTokens.findRemembered(issuer, text);
    if (known !== undefined) return admitOutside(passage, issuer, known, admit);
  } catch (error) {
    return refuseCredential(passage, 'outside-token', error);
  }
  outsideTokens.judge(issuer, text).then(
    (judged) => admitOutside(passage, issuer, judged, admit),
    (error: unknown) => refuseCredential(passage, 'outside-token', error),
  );
}

function admitOutside(
  passage: Passage,
  issuer: OutsideIssuer,
  { facts, caller }: JudgedToken,
  admit: Admit,
): void {
  try {
    if (isSentWithProof(passage))
      throw new OAuthError('invalid_token', 'Access tokens of other issuers are sent after "Bearer ".');
    checkOutsideAudience(issuer, facts, passage.match.api);
    checkApplication(passage, caller, issuer, facts);
    checkCertificate(passage, issuer, facts);
  } catch (error) {
    return refuseCredential(passage, 'outside-token', error);
  }
  admit(passage, caller);
}

/** An application that is switched off is so whoever's access tokens it comes with. */
function checkApplication(
  { plane }: Passage,
  { applicationId }: Caller,
  issuer: OutsideIssuer,
  facts: OutsideFacts,
): void {
  if (applicationId === null) return;
  if (plane.platform.snapshots.current().applications.get(applicationId)?.isEnabled === true) return;
  throw new RefusedOutsideTokenError(
    toOutsideIdentity(issuer, facts),
    'The access token is no longer valid.',
    'the application that stands for its client is disabled',
  );
}

/** RFC 8705 §3: "the protected resource MUST [...] verify that the certificate matches the certificate associated with the access token". */
function checkCertificate(passage: Passage, issuer: OutsideIssuer, facts: OutsideFacts): void {
  const wanted = facts.certificateThumbprint;
  if (wanted === null) return;
  const hex = passage.plane.credentials.readCertificate(passage.request)?.x509.fingerprint256 ?? '';
  if (Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url') === wanted) return;
  throw new RefusedOutsideTokenError(
    toOutsideIdentity(issuer, facts),
    'The access token belongs to another client certificate.',
    'the certificate of the connection is not that of cnf',
  );
}
