import { keyNeeds, NO_SCOPE } from './caller-needs.js';
import type { CallersQuestion } from './callers.store.js';

const MEETS = `
  CASE WHEN w.grants IS NULL THEN NOT n.signs_in ELSE w.grants && n.grants END
  AND w.scopes @> n.all_of AND (n.any_of IS NULL OR w.scopes && n.any_of)
  AND (w.client_id IS NULL OR n.is_meant OR w.client_id IN (SELECT id FROM meant))`;

/** So many scopes are quicker compared than looked up. */
const FEW = 20;

/**
 * What the gateway decides of one caller (`who-can-call` of gateway-core), for all applications in `asked` at once; a spec
 * holds one against the other. Each scope that a credential has is looked up among what is needed, by hash: held against
 * each other one by one, a thousand routes and ten thousand applications would take seconds.
 */
export const ABLE = `
  needs AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb)
    AS r (key text, all_of text[], any_of text[], grants text[], signs_in boolean, is_meant boolean)),
  issuers AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($8::jsonb) AS r (id uuid, scopes text[])),
  ready AS MATERIALIZED (SELECT a.id FROM asked a
    WHERE $2::boolean IS NULL AND a.enabled AND (NOT $4::boolean OR a.id IN (
      SELECT l.application_id FROM api_applications l WHERE l.api_id = $1 AND l.role = 'caller'))),
  living AS NOT MATERIALIZED (SELECT c.* FROM ready r JOIN clients c ON c.application_id = r.id WHERE c.enabled),
  named AS MATERIALIZED (
    SELECT l.id, l.allowed_scopes, l.default_scopes FROM living l WHERE l.settings -> 'resources' ? $9::text),
  -- RFC 8707 §2: clients whose access tokens can be for the API.
  meant AS MATERIALIZED (
    SELECT l.id FROM living l WHERE CASE WHEN cardinality($10::text[]) < ${FEW} THEN l.allowed_scopes && $10
      ELSE EXISTS (SELECT FROM unnest(l.allowed_scopes) AS s (scope) WHERE s.scope IN (SELECT unnest($10))) END
    UNION ALL SELECT n.id FROM named n WHERE n.default_scopes = '{}'
    UNION ALL SELECT n.id FROM named n CROSS JOIN unnest(n.allowed_scopes) AS s (scope)
      WHERE s.scope NOT IN (SELECT unnest($11::text[]))),
  -- Without grants: it signs nobody in. Without a client: it need not be meant for the API.
  ways AS NOT MATERIALIZED (
    SELECT l.application_id, l.id AS client_id, l.allowed_scopes AS scopes, l.grant_types AS grants
      FROM living l WHERE $5::boolean
    UNION ALL SELECT k.application_id, NULL, k.scopes, NULL FROM ready r JOIN api_keys k ON k.application_id = r.id
      WHERE $6::boolean AND k.enabled AND (k.expires_at IS NULL OR k.expires_at > now())
    UNION ALL SELECT l.application_id, NULL, l.allowed_scopes, NULL FROM living l
      WHERE $7::boolean AND 'client_credentials' = ANY (l.grant_types)
        AND l.authentication_method IN ('tls_client_auth', 'self_signed_tls_client_auth')),
  able AS MATERIALIZED (
    SELECT w.application_id FROM ways w JOIN needs n ON n.key = '${NO_SCOPE}' WHERE ${MEETS}
    UNION ALL SELECT w.application_id
      FROM ways w CROSS JOIN unnest(w.scopes) AS s (scope) JOIN needs n ON n.key = s.scope
      WHERE EXISTS (SELECT FROM needs WHERE key <> '${NO_SCOPE}') AND ${MEETS}
    UNION ALL SELECT o.application_id FROM ready r JOIN outside_clients o ON o.application_id = r.id
      WHERE o.issuer_id IN (
        SELECT i.id FROM issuers i CROSS JOIN unnest(i.scopes || '${NO_SCOPE}'::text) AS s (scope) JOIN needs n ON n.key = s.scope
        WHERE NOT n.signs_in AND i.scopes @> n.all_of AND (n.any_of IS NULL OR i.scopes && n.any_of)))`;

/** Of the applications in `asked` as `a`. */
export const CAN_CALL = 'coalesce($2::boolean, a.id IN (SELECT application_id FROM able))';

/** For `ABLE` and `CAN_CALL`, from $1 to $11. */
export const toParameters = ({
  apiId,
  everybody,
  needs,
  isListed,
  accepts,
  audience,
}: CallersQuestion): readonly unknown[] => [
  apiId,
  everybody ?? null,
  JSON.stringify(keyNeeds(needs, audience.scopes)),
  isListed,
  accepts.accessTokens,
  accepts.apiKeys,
  accepts.clientCertificates,
  JSON.stringify(accepts.outsideIssuers),
  audience.uri,
  audience.scopes,
  audience.known,
];
