import { hash } from 'node:crypto';
import {
  type Caller,
  type OutsideClaims,
  type OutsideFacts,
  type OutsideIssuer,
  readOutsideFacts,
  RefusedOutsideTokenError,
  toOutsideCaller,
} from '@gatehouse/gateway-core';
import { OAuthError, verifyOutsideJwt } from '@gatehouse/oauth-core';
import { LRUCache } from 'lru-cache';
import type { Platform } from '../../../platform/platform.tokens.js';
import { Introspection, type IntrospectionPlatform } from './introspection.js';
import { getIssuerKeys } from './issuer-keys.js';
import { IssuerMetadataReader } from './issuer-metadata.js';

/** An access token that its issuer stands for, and the caller that it speaks for. */
export interface JudgedToken {
  readonly facts: OutsideFacts;
  readonly caller: Caller;
}

/** What is known of one access token, good or bad. */
interface Remembered {
  /** SHA-256 of the access token, in base64url. */
  readonly tokenHash: string;
  /** Of the issuer's registration that it was judged by. */
  readonly version: number;
  /** Undefined: not active. */
  readonly facts: OutsideFacts | undefined;
  /** Epoch milliseconds. */
  readonly until: number;
  /** The registration that `caller` was made from: applications come and go without a new version. */
  madeFor: OutsideIssuer | undefined;
  caller: Caller | undefined;
}

/** A key that an issuer has withdrawn opens nothing that long after we know. */
const VERIFIED_MS = 60_000;
const MAX_LENGTH = 8_192;

export type OutsideTokensPlatform = IntrospectionPlatform &
  Pick<Platform, 'remoteKeys'> & { readonly env: Pick<Platform['env'], 'rememberedTokens'> };

/** The one judge of outside access tokens on a node: one signature check, or one question, per access token and while. */
export class OutsideTokens {
  private readonly remembered: LRUCache<string, Remembered> | undefined;
  private readonly inFlight = new Map<string, Promise<JudgedToken>>();
  private readonly metadata: IssuerMetadataReader;
  private readonly introspection: Introspection;

  constructor(
    private readonly platform: OutsideTokensPlatform,
    private readonly now: () => number = Date.now,
  ) {
    const { rememberedTokens } = platform.env;
    this.remembered = rememberedTokens > 0 ? new LRUCache({ max: rememberedTokens }) : undefined;
    this.metadata = new IssuerMetadataReader(platform.outsideServers, now);
    this.introspection = new Introspection(platform, this.metadata, now);
  }

  /** Without a promise. Undefined: it has to be judged, or is not active. @throws RefusedOutsideTokenError */
  findRemembered(issuer: OutsideIssuer, text: string): JudgedToken | undefined {
    const known = this.find(issuer, keyOf(issuer, text));
    return known?.facts === undefined ? undefined : toJudged(issuer, known, known.facts);
  }

  /** Calls with the same access token at once share the answer. @throws OAuthError */
  judge(issuer: OutsideIssuer, text: string): Promise<JudgedToken> {
    const key = keyOf(issuer, text);
    const underWay = `${issuer.version} ${key}`;
    const waiting = this.inFlight.get(underWay);
    if (waiting !== undefined) return waiting;
    const judging = this.judgeOnce(issuer, text, key).finally(() => this.inFlight.delete(underWay));
    this.inFlight.set(underWay, judging);
    return judging;
  }

  private async judgeOnce(issuer: OutsideIssuer, text: string, key: string): Promise<JudgedToken> {
    const known = this.find(issuer, key) ?? (await this.ask(issuer, text, key));
    if (known.facts === undefined) throw notActive(issuer);
    return toJudged(issuer, known, known.facts);
  }

  private async ask(issuer: OutsideIssuer, text: string, key: string): Promise<Remembered> {
    if (text.length > MAX_LENGTH)
      throw refuseOf(issuer, new OAuthError('invalid_token', 'The access token is too long.'));
    const askedAt = this.now();
    const claims = await this.findClaims(issuer, text);
    const facts = claims && readOutsideFacts(issuer, claims, this.now());
    const known: Remembered = {
      tokenHash: key.slice(issuer.id.length),
      version: issuer.version,
      facts,
      until: findEnd(issuer, facts, askedAt),
      madeFor: undefined,
      caller: undefined,
    };
    if (known.until > this.now()) this.remembered?.set(key, known);
    return known;
  }

  /** @returns undefined: not active */
  private async findClaims(issuer: OutsideIssuer, text: string): Promise<OutsideClaims | undefined> {
    const { judgement } = issuer.settings;
    if (judgement.kind === 'introspection') return this.introspection.ask(issuer, judgement, text);
    const { metadata, platform } = this;
    const parts = { metadata, remoteKeys: platform.remoteKeys };
    return verifyOutsideJwt(text, judgement, (kid) => getIssuerKeys(issuer, judgement, kid, parts)).catch(
      (error: unknown) => {
        throw refuseOf(issuer, error);
      },
    );
  }

  private find(issuer: OutsideIssuer, key: string): Remembered | undefined {
    const known = this.remembered?.get(key);
    const isGood = known !== undefined && known.version === issuer.version && known.until > this.now();
    return isGood ? known : undefined;
  }
}

const keyOf = ({ id }: OutsideIssuer, text: string): string => `${id}${hash('sha256', text, 'base64url')}`;

function toJudged(issuer: OutsideIssuer, known: Remembered, facts: OutsideFacts): JudgedToken {
  if (known.madeFor !== issuer || known.caller === undefined) {
    known.caller = toOutsideCaller(issuer, facts, known.tokenHash);
    known.madeFor = issuer;
  }
  return { facts, caller: known.caller };
}

/** Until when an answer counts, epoch milliseconds: never past the end of the access token. */
function findEnd({ settings }: OutsideIssuer, facts: OutsideFacts | undefined, askedAt: number): number {
  const { judgement } = settings;
  if (facts === undefined)
    return judgement.kind === 'introspection' ? askedAt + judgement.negativeCacheSeconds * 1_000 : 0;
  const kept = judgement.kind === 'introspection' ? judgement.cacheSeconds * 1_000 : VERIFIED_MS;
  return Math.min(askedAt + kept, facts.expiresAt === null ? Infinity : facts.expiresAt * 1_000);
}

const notActive = ({ issuer }: OutsideIssuer): RefusedOutsideTokenError =>
  new RefusedOutsideTokenError(
    { issuer, subject: null, clientId: null },
    'The access token is not valid.',
    'its issuer says that it is not active',
  );

/** Tells whose access token it claims to be, for the record. */
function refuseOf({ issuer }: OutsideIssuer, error: unknown): unknown {
  if (!(error instanceof OAuthError) || error.code !== 'invalid_token') return error;
  return new RefusedOutsideTokenError(
    { issuer, subject: null, clientId: null },
    error.description,
    error.reason,
  );
}
