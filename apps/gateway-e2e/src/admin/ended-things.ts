/** SQL: beside each refresh token one that was rotated, one that was revoked, and two whose time has run out. */
export const ENDED_REFRESH_TOKENS = `
INSERT INTO refresh_tokens (token_hash, grant_id, client_id, user_id, authorization_id, scopes, authenticated_at,
  issued_at, idle_expires_at, expires_at, rotated_at, revoked_at)
SELECT sha256(r.token_hash || ended.way::bytea), r.grant_id, r.client_id, r.user_id, r.authorization_id, r.scopes,
  r.authenticated_at, r.issued_at,
  CASE ended.way WHEN 'unused' THEN now() ELSE r.idle_expires_at END,
  CASE ended.way WHEN 'expired' THEN now() ELSE r.expires_at END,
  CASE ended.way WHEN 'rotated' THEN now() END,
  CASE ended.way WHEN 'revoked' THEN now() END
FROM refresh_tokens r, unnest(ARRAY['rotated', 'revoked', 'unused', 'expired']) AS ended (way)`;

/** SQL: beside each session one whose time has run out. */
export const ENDED_SESSIONS = `
INSERT INTO sessions (id_hash, user_id, authenticated_at, expires_at)
SELECT sha256(id_hash), user_id, authenticated_at, now() FROM sessions`;
