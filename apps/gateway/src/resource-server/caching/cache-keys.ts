import { createHash } from 'node:crypto';
import {
  type Api,
  appendIdentityHeaders,
  type Caller,
  describeCaller,
  listValues,
} from '@gatehouse/gateway-core';
import type { AdmittedCall } from '../passage.js';
import type { CallShape } from '../shaping/call-shape.js';
import { buildHeaders, findPublicOrigin } from '../upstreams/outgoing-call.js';

const spaces = new WeakMap<Api, string>();

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Where the answers of an API are kept: somewhere else after every change of it, and whenever its cache was purged. */
export function findSpace(api: Api): string {
  const known = spaces.get(api);
  if (known !== undefined) return known;
  const space = `${api.id} ${hash(JSON.stringify(api))}`;
  spaces.set(api, space);
  return space;
}

/** RFC 9111 §2: what is asked for, whoever asks: the target URI as its client has it. */
export function findResource({ plane, request, target, match }: AdmittedCall): string {
  const origin = findPublicOrigin(request, plane.surroundings);
  // No part of it can have a line break in it.
  return `${findSpace(match.api)}\n${origin}\n${target.path}?${target.query}`;
}

/** Everything that the upstream can be told of who calls. */
function describeIdentity(caller: Caller, shape: CallShape | undefined): string {
  const headers: string[] = [];
  appendIdentityHeaders(headers, caller);
  // An API that shapes its calls may tell its upstream of the credential itself.
  return JSON.stringify(
    shape === undefined ? headers : [headers, caller.credentialId, describeCaller(caller)],
  );
}

// What nobody in particular may be given, and what everybody may be given; a caller's own begins with a quotation mark.
const OF_NOBODY = 'nobody';
const OF_ALL = 'all';

/** What the cache has to know of a call. */
export type Keys = Pick<CacheKeys, 'resource' | 'readable' | 'flight' | 'findOwner' | 'toKey'>;

/** One call as the cache sees it: what it is for, and who may have the answer too. */
export class CacheKeys {
  readonly resource: string;
  /** Where an answer may come from that this call may be given. */
  readonly readable: readonly string[];
  private readonly own: string | undefined;
  private readonly path: string;
  private readonly isShared: boolean;
  private headers: readonly string[] | undefined;

  constructor(
    private readonly call: AdmittedCall,
    private readonly shape: CallShape | undefined,
  ) {
    const { caller, request, match } = call;
    this.resource = findResource(call);
    this.path = shape?.path ?? '';
    this.isShared = match.api.policies.caching?.sharing === 'shared';
    const cookie = request.headers.cookie === undefined ? '' : listValues(this.outgoing, 'cookie').join(';');
    this.own =
      caller === undefined && cookie === ''
        ? undefined
        : `"${caller === undefined ? '' : describeIdentity(caller, shape)} ${cookie === '' ? '' : hash(cookie)}`;
    this.readable = this.isShared ? [this.own ?? OF_NOBODY, OF_ALL] : [this.own ?? OF_NOBODY];
  }

  /**
   * Who may be given the answer to this call too. RFC 9111 §3.5, and stricter: an upstream that says `must-revalidate`
   * does not know that there was a credential, so that is not enough.
   * @param isForAll the upstream says so
   */
  findOwner(isForAll: boolean): string {
    return this.isShared && isForAll ? OF_ALL : (this.own ?? OF_NOBODY);
  }

  /** What calls have in common that may well get the same answer. */
  get flight(): string {
    return `${this.resource}\n${this.path}\n${this.isShared ? '' : (this.own ?? OF_NOBODY)}`;
  }

  /** @param vary lower-case names of headers, sorted (RFC 9111 §4.1) */
  toKey(owner: string, vary: readonly string[]): string {
    const values = vary.map((name) => listValues(this.outgoing, name).join(', '));
    // Hashed: some are secrets.
    const variant = vary.length === 0 ? '' : `${vary.join()} ${hash(JSON.stringify(values))}`;
    return `${this.resource}\n${this.path}\n${owner}\n${variant}`;
  }

  /** The request's headers as the upstream gets them, without what is the same for every call. */
  private get outgoing(): readonly string[] {
    if (this.headers !== undefined) return this.headers;
    const { plane, request, requestId, match, caller } = this.call;
    const parts = { api: match.api, requestId, caller, shape: this.shape, accessToken: undefined };
    this.headers = buildHeaders(request, { ...parts, surroundings: plane.surroundings }, '');
    return this.headers;
  }
}
