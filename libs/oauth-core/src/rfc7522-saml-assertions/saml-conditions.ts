import {
  CLOCK_SKEW_SECONDS,
  MAX_ASSERTION_SECONDS,
  type Refuse,
} from '../rfc7523-jwt-assertions/assertion-claims.js';
import type { SamlAssertion, SubjectConfirmation } from './saml-assertion.js';

const SKEW_MS = CLOCK_SKEW_SECONDS * 1000;
const MAX_MS = MAX_ASSERTION_SECONDS * 1000;

/** Whom an assertion must be for. */
export interface SamlRecipient {
  /** Our issuer identifier. */
  readonly audience: string;
  /** The token endpoint. */
  readonly recipient: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const isOver = (moment: number | undefined, now: number): boolean =>
  moment !== undefined && moment + SKEW_MS <= now;
const isAhead = (moment: number | undefined, now: number): boolean =>
  moment !== undefined && moment > now + SKEW_MS;

/** RFC 7522 §3, 5.: a bearer confirmation for us, now. */
function findConfirmation(
  { confirmations }: SamlAssertion,
  { recipient, now }: SamlRecipient,
): SubjectConfirmation | undefined {
  return confirmations.find(
    (confirmation) =>
      confirmation.isBearer &&
      confirmation.recipient === recipient &&
      confirmation.notOnOrAfter !== undefined &&
      !isOver(confirmation.notOnOrAfter, now) &&
      !isAhead(confirmation.notBefore, now),
  );
}

/**
 * RFC 7522 §3, 2. to 5.: it is for us, and counts now.
 *
 * As for JWTs, stricter than the RFC where looser has been exploited: our issuer identifier is its one audience, and it
 * lives for an hour at most. `Recipient` is the token endpoint, and `NotOnOrAfter` is there.
 * @returns until when it counts; epoch milliseconds
 */
export function checkSamlConditions(assertion: SamlAssertion, us: SamlRecipient, refuse: Refuse): number {
  const { now } = us;
  const [audiences, otherRestriction] = assertion.audiences;
  // RFC 7522 §3, 2.: "The authorization server MUST reject any Assertion that does not contain its own identity as the intended audience."
  if (audiences?.length !== 1 || audiences[0] !== us.audience || otherRestriction !== undefined)
    throw refuse(`The one Audience of the assertion must be the issuer identifier ${us.audience}.`);
  if (isOver(assertion.notOnOrAfter, now))
    throw refuse('The assertion has expired: check NotOnOrAfter and your clock.');
  if (isAhead(assertion.notBefore, now) || isAhead(assertion.issueInstant, now))
    throw refuse('The assertion does not count yet: check NotBefore, IssueInstant and your clock.');
  // SAML 2.0 Core §2.7.2: "the session between the principal [...] MUST be considered ended" by then.
  if (assertion.sessionEnds.some((moment) => isOver(moment, now)))
    throw refuse('The session that the assertion comes from is over: check SessionNotOnOrAfter.');
  const confirmation = findConfirmation(assertion, us);
  if (confirmation?.notOnOrAfter === undefined) {
    throw refuse(
      `The assertion must have a SubjectConfirmation of the method bearer, with the Recipient ${us.recipient} and a NotOnOrAfter that is not over.`,
    );
  }
  const expiresAt = Math.min(confirmation.notOnOrAfter, assertion.notOnOrAfter ?? confirmation.notOnOrAfter);
  if (expiresAt > now + MAX_MS + SKEW_MS)
    throw refuse(`The assertion lives too long: at most ${MAX_ASSERTION_SECONDS} seconds.`);
  return expiresAt;
}
