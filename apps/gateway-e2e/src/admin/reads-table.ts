/** What somebody who is bound to what is theirs gets by one reading operation. */
export type MemberAnswer =
  /** 403, whatever it is about: operators alone have it. */
  | 'refused'
  /** 200: nothing in it is anybody's in particular. */
  | 'open'
  /** 200, and what is somebody else's is left out, counts of it too. */
  | 'filtered'
  /** 200 for what is theirs; 404 for what is not, as if it were not there. */
  | 'own'
  /** The same, where the query names it: 403, and for what is not there too. */
  | 'named';

export interface Read {
  readonly member: MemberAnswer;
  /** Of an organization itself: who only has a share on one of its applications does not see it. */
  readonly isOfOrganization?: true;
  /** What people do, and where they are: for those who act on it. */
  readonly isClosedToViewers?: true;
  /** Nothing of another organization could be in it, as operators see it either. */
  readonly isNeutral?: true;
  /** What it must be asked with. `{name}` as in a path. */
  readonly query?: string;
}

const REFUSED: Read = { member: 'refused' };
const NEUTRAL: Read = { member: 'refused', isNeutral: true };
const OWN: Read = { member: 'own' };

/** Every operation of the admin REST API that only reads, and who gets what by it. */
export const READS: Readonly<Record<string, Read>> = {
  'GET /me': { member: 'open', isNeutral: true },
  'GET /addresses': { member: 'open', isNeutral: true },

  'GET /applications': { member: 'filtered' },
  'GET /applications/selection': REFUSED,
  'GET /applications/{id}': OWN,
  'GET /applications/{id}/logo': { member: 'own', isNeutral: true },
  'GET /applications/{id}/apis': OWN,
  'GET /applications/{id}/apis/{apiId}': OWN,
  'GET /applications/{id}/api-keys': OWN,
  'GET /applications/{id}/clients/{clientId}/token-bindings': { member: 'own', isNeutral: true },
  'GET /applications/{id}/access': OWN,
  'GET /applications/{id}/access-tokens': OWN,

  'GET /apis': REFUSED,
  'GET /apis/{id}': REFUSED,
  'GET /apis/{id}/callers': REFUSED,
  'GET /apis/{id}/callers/overview': NEUTRAL,
  'GET /apis/{id}/openapi': REFUSED,
  'GET /apis/{id}/openapi/document': REFUSED,
  'GET /apis/{id}/targets': REFUSED,
  'GET /apis/file': NEUTRAL,
  'GET /apis/schema': NEUTRAL,
  'GET /apis/export': REFUSED,

  'GET /scopes': { member: 'filtered' },
  'GET /scopes/{name}': REFUSED,
  'GET /details-types': REFUSED,
  'GET /details-types/{name}': REFUSED,
  // Counts alone.
  'GET /effects/{subject}/{id}': NEUTRAL,
  'GET /brand': NEUTRAL,
  'GET /settings': NEUTRAL,
  'GET /keys': NEUTRAL,

  'GET /outside-issuers': REFUSED,
  'GET /outside-issuers/{id}': REFUSED,
  'GET /registration-policies': REFUSED,
  'GET /registration-policies/{id}': REFUSED,
  'GET /event-types': NEUTRAL,
  'GET /webhooks': REFUSED,
  'GET /webhooks/{id}': REFUSED,
  'GET /webhooks/{id}/deliveries': NEUTRAL,
  'GET /streams': REFUSED,
  'GET /streams/{id}': REFUSED,
  'GET /trusted-issuers': REFUSED,
  'GET /trusted-issuers/{id}': REFUSED,
  'GET /trusted-issuers/{id}/subjects': REFUSED,
  'GET /identity-providers': REFUSED,
  'GET /identity-providers/{id}': REFUSED,
  'GET /identity-providers/{id}/accounts': REFUSED,
  'GET /providers': REFUSED,
  'GET /providers/{id}': REFUSED,

  'GET /team': REFUSED,
  'GET /registration-requests': REFUSED,
  'GET /registration-requests/{id}': REFUSED,
  'GET /organizations': { member: 'filtered' },
  'GET /organizations/{id}': { member: 'own', isOfOrganization: true },
  'GET /organizations/{id}/applications': { member: 'own', isOfOrganization: true },
  'GET /organizations/{id}/members': { member: 'own', isOfOrganization: true },

  'GET /traffic': { member: 'filtered', query: 'from={from}&groupBy=application,client,api' },
  'GET /traffic/summary': REFUSED,
  'GET /calls': { member: 'filtered', isClosedToViewers: true },
  'GET /calls/stream': { member: 'filtered', isClosedToViewers: true },
  'GET /calls/{requestId}': { member: 'own', isClosedToViewers: true },
  'GET /errors': { member: 'filtered' },
  'GET /errors/{requestId}': OWN,

  'GET /limits': NEUTRAL,
  'GET /limits/applications/{id}': { member: 'own', isNeutral: true },
  'GET /limits/uses': { member: 'named', query: 'applicationId={applicationId}' },

  'GET /users': REFUSED,
  'GET /users/{id}': REFUSED,
  'GET /users/{id}/factors': REFUSED,
  'GET /users/{id}/sessions': NEUTRAL,
  'GET /users/{id}/activity': REFUSED,
  'GET /messages': { member: 'refused', isClosedToViewers: true },

  'GET /nodes': NEUTRAL,
  'GET /revocations': REFUSED,
  'GET /revocations/{epoch}/receipt': REFUSED,
  'GET /attention': REFUSED,
  'GET /dismissals': NEUTRAL,

  'GET /audit': REFUSED,
  'GET /audit/actors': REFUSED,
  'GET /audit/verification': NEUTRAL,
  'GET /audit/export': { member: 'refused', isClosedToViewers: true },
  'GET /audit/{number}': REFUSED,

  'GET /authorizations': { member: 'filtered' },
  'POST /authorizations/find': OWN,
  'GET /authorizations/{id}': OWN,
  'GET /authorizations/{id}/uses': { member: 'own', isNeutral: true },
  'GET /access-tokens/{tokenId}': OWN,
};
