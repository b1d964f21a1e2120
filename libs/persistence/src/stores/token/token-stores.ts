import type { Stores } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import type { SnapshotSource } from '../../snapshot/snapshot.js';
import { createAccessTokenStore } from './access-tokens.js';
import { createBackchannelRequestStore } from './backchannel-requests.js';
import { createCodeStore } from './codes.js';
import { createDeviceCodeStore } from './device-codes.js';
import { createPushedRequestStore } from './pushed-requests.js';
import { createRefreshTokenStore } from './refresh-tokens.js';
import { createReplayStore } from './replays.js';
import { createRevocationStore } from './revocations.js';
import { createSubjectStore } from './subjects.js';
import { createUserStore } from './users.js';

/** The token plane's stores on PostgreSQL. */
export function createTokenStores(pool: Pool, snapshots: SnapshotSource): Stores {
  return {
    codes: createCodeStore(pool),
    deviceCodes: createDeviceCodeStore(pool),
    backchannelRequests: createBackchannelRequestStore(pool),
    pushedRequests: createPushedRequestStore(pool),
    refreshTokens: createRefreshTokenStore(pool),
    accessTokens: createAccessTokenStore(pool),
    users: createUserStore(pool),
    replays: createReplayStore(pool),
    subjects: createSubjectStore(pool),
    revocations: createRevocationStore(pool, snapshots),
  };
}
