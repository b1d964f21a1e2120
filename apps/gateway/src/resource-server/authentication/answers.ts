import type { Caller, Credential, Route } from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { fail, type Passage, refuse } from '../passage.js';
import { noCredentials, type Refusal, refusedToken } from '../refusal.js';
import { findMetadataOf } from '../resource-metadata.js';

/** Goes on with a caller who is known. Never throws. */
export type Admit = (passage: Passage, caller: Caller) => void;

const scopesOf = ({ access, scopes }: Route): readonly string[] => (access === 'scopes' ? scopes : []);

/** RFC 6750 §3: of a request that proves nothing. */
export function missingCredentials({ plane, match }: Passage): Refusal {
  return noCredentials(scopesOf(match.route), findMetadataOf(plane.platform.env, match.api));
}

/** Answers a credential that does not admit its bearer here. */
export function refuseCredential(passage: Passage, credential: Credential, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(passage, error);
  const { plane, requestId, match, record } = passage;
  record.credential = credential;
  record.error = error;
  const { code, reason } = error;
  plane.platform.logger.info('call refused', {
    requestId,
    api: match.api.name,
    credential,
    error: code,
    reason,
  });
  refuse(passage, refusedToken(error, match.route, findMetadataOf(plane.platform.env, match.api)));
}
