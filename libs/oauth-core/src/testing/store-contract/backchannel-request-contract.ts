import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type BackchannelApproval,
  type BackchannelRequest,
  MAX_OPEN_OF_APPLICATION,
  MAX_OPEN_OF_USER,
} from '../../ports/backchannel-requests.js';
import { aBackchannelRequest } from '../backchannel-builders.js';
import { aDeviceApproval } from '../builders.js';
import { issuedFor } from './material.js';
import type { ContractAuthorization, ContractRule, StoreHarness } from './store-contract.js';

const requestOf = (
  { now }: StoreHarness,
  { userId, clientId }: ContractAuthorization,
  changes: Partial<BackchannelRequest> = {},
): BackchannelRequest =>
  aBackchannelRequest({ userId, clientId, requestedAt: now(), expiresAt: now() + 300_000, ...changes });

const approvalOf = ({ userId, authorizationId }: ContractAuthorization): BackchannelApproval =>
  aDeviceApproval({ userId, authorizationId, details: { amr: ['pwd'] } });

const insert = ({ stores }: StoreHarness, request: BackchannelRequest) =>
  stores.backchannelRequests.insert(request, null);

const find = async ({ stores, now }: StoreHarness, { authRequestIdHash, clientId }: BackchannelRequest) =>
  (await stores.backchannelRequests.poll(authRequestIdHash, clientId, now()))?.request;

export const BACKCHANNEL_REQUEST_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a backchannel request is found by its client, as it was stored, and by no other (CIBA §11)',
    async run(harness) {
      const request = requestOf(harness, await harness.makeAuthorization(), { acrValues: ['a', 'b'] });
      equal(await insert(harness, request), 'stored');
      deepEqual(await find(harness, request), request);
      equal(await find(harness, { ...request, clientId: 'thief' }), undefined);
      equal(await find(harness, { ...request, authRequestIdHash: randomBytes(32) }), undefined);
    },
  },
  {
    title: 'of eight polls of a backchannel request at once one is in time',
    async run(harness) {
      const request = requestOf(harness, await harness.makeAuthorization());
      await insert(harness, request);
      const now = harness.now();
      const polls = await Promise.all(
        Array.from({ length: 8 }, () =>
          harness.stores.backchannelRequests.poll(request.authRequestIdHash, request.clientId, now),
        ),
      );
      equal(polls.filter((poll) => poll?.isTooSoon === false).length, 1);
      equal(Math.max(...polls.map((poll) => poll?.request.intervalSeconds ?? 0)), 40);
    },
  },
  {
    title: 'of many backchannel requests of one application at once so many wait for one person, and no more',
    async run(harness) {
      const authorization = await harness.makeAuthorization();
      const applicationId = randomUUID();
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () =>
          insert(harness, requestOf(harness, authorization, { applicationId })),
        ),
      );
      equal(outcomes.filter((outcome) => outcome === 'stored').length, MAX_OPEN_OF_APPLICATION);
      equal(outcomes.filter((outcome) => outcome === 'too-many').length, 8 - MAX_OPEN_OF_APPLICATION);
    },
  },
  {
    title:
      'of all applications together so many backchannel requests wait for one person; answered ones make room',
    async run(harness) {
      const authorization = await harness.makeAuthorization();
      const requests = Array.from({ length: MAX_OPEN_OF_USER }, () => requestOf(harness, authorization));
      const outcomes = await Promise.all(requests.map((request) => insert(harness, request)));
      deepEqual([...new Set(outcomes)], ['stored']);
      equal(await insert(harness, requestOf(harness, authorization)), 'too-many');
      ok(await harness.stores.backchannelRequests.deny(requests[0]?.id ?? '', authorization.userId));
      equal(await insert(harness, requestOf(harness, authorization)), 'stored');
    },
  },
  {
    title: 'an application that a person has blocked cannot ask them, and can ask others',
    async run(harness) {
      const [authorization, other] = [await harness.makeAuthorization(), await harness.makeAuthorization()];
      const applicationId = await harness.makeApplication();
      await harness.blockApplication(authorization.userId, applicationId);
      equal(await insert(harness, requestOf(harness, authorization, { applicationId })), 'blocked');
      equal(await insert(harness, requestOf(harness, other, { applicationId })), 'stored');
    },
  },
  {
    title: 'a backchannel request is answered once, and by the person whom it is for',
    async run(harness) {
      const { backchannelRequests } = harness.stores;
      const authorization = await harness.makeAuthorization();
      const [allowed, refused] = [requestOf(harness, authorization), requestOf(harness, authorization)];
      await insert(harness, allowed);
      await insert(harness, refused);
      const approval = approvalOf(authorization);
      const stranger = randomUUID();
      equal(await backchannelRequests.approve(allowed.id, { ...approval, userId: stranger }), false);
      equal(await backchannelRequests.deny(allowed.id, stranger), false);
      ok(await backchannelRequests.approve(allowed.id, approval));
      equal(await backchannelRequests.deny(allowed.id, authorization.userId), false);
      equal(await backchannelRequests.approve(allowed.id, { ...approval, grantId: randomUUID() }), false);
      deepEqual((await find(harness, allowed))?.approval, approval);
      ok(await backchannelRequests.deny(refused.id, authorization.userId));
      equal(await backchannelRequests.approve(refused.id, approval), false);
      notEqual((await find(harness, refused))?.deniedAt, null);
    },
  },
  {
    title: 'a backchannel request that has expired is not answered any more',
    async run(harness) {
      const { backchannelRequests } = harness.stores;
      const authorization = await harness.makeAuthorization();
      const request = requestOf(harness, authorization, { expiresAt: harness.now() - 1000 });
      await insert(harness, request);
      equal(await backchannelRequests.approve(request.id, approvalOf(authorization)), false);
      equal(await backchannelRequests.deny(request.id, authorization.userId), false);
    },
  },
  {
    title: 'of eight claims of one backchannel request exactly one wins, and only its tokens are stored',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const [request, approval] = [requestOf(harness, authorization), approvalOf(authorization)];
      await insert(harness, request);
      const { clientId } = authorization;
      equal(
        await stores.backchannelRequests.claim(
          request,
          approval,
          issuedFor(harness, { ...approval, clientId }),
        ),
        false,
      );
      ok(await stores.backchannelRequests.approve(request.id, approval));
      const attempts = Array.from({ length: 8 }, () => issuedFor(harness, { ...approval, clientId }));
      const won = await Promise.all(
        attempts.map((issued) => stores.backchannelRequests.claim(request, approval, issued)),
      );
      equal(won.filter(Boolean).length, 1);
      for (const [index, { refreshToken }] of attempts.entries())
        equal((await stores.refreshTokens.find(refreshToken.tokenHash)) !== undefined, won[index]);
    },
  },
  {
    title: 'a backchannel request whose authorization was revoked cannot be claimed, and nothing is stored',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const [request, approval] = [requestOf(harness, authorization), approvalOf(authorization)];
      await insert(harness, request);
      ok(await stores.backchannelRequests.approve(request.id, approval));
      await harness.revokeAuthorization(authorization.authorizationId);
      const issued = issuedFor(harness, { ...approval, clientId: authorization.clientId });
      equal(await stores.backchannelRequests.claim(request, approval, issued), false);
      equal(await stores.refreshTokens.find(issued.refreshToken.tokenHash), undefined);
    },
  },
];
