import type { ClientDetail, TrialMethod } from '@gatehouse/dto';
import type { Texts } from '../../../../texts/texts';

/** What a trial is about, and what never changes while it runs. */
export interface TrialPlace {
  readonly issuer: string;
  readonly gatewayUrl: string;
  /** The console's own redirect URI. */
  readonly callbackUri: string;
  readonly applicationId: string;
  readonly client: ClientDetail;
}

/** The call of a published API that a flow ends with. */
export interface ApiCall {
  readonly method: TrialMethod;
  readonly url: string;
  readonly body: string;
}

/** What the operator has typed, and what the steps have found so far. In memory alone: there are secrets in it. */
export interface TrialValues {
  readonly secret: string;
  /** A client assertion that somebody else has signed (RFC 7523 §2.2). */
  readonly assertion: string;
  /** Of a user, signed by somebody who may vouch for them (RFC 7523 §2.1, RFC 7522 §2.1): pasted. */
  readonly jwtAssertion: string;
  readonly samlAssertion: string;
  /** An access token to exchange: pasted. */
  readonly subjectToken: string;
  /** Of who will act with the new one; empty: the client itself (RFC 8693 §2.1). */
  readonly actorToken: string;
  /** For which APIs the new one is to be good; empty: as the server decides. */
  readonly resource: string;
  readonly audience: string;
  readonly username: string;
  readonly password: string;
  /** Where the browser goes after a log-out; empty: the server's own page. */
  readonly postLogoutUri: string;
  readonly scopes: readonly string[];
  readonly apiCall: ApiCall | undefined;
  /** Whether the user signs in again, whoever this browser is signed in as. */
  readonly signsInAgain: boolean;
  readonly state: string;
  readonly verifier: string;
  readonly challenge: string;
  /** Of a pushed authorization request (RFC 9126 §2.2). */
  readonly requestUri: string;
  readonly code: string;
  readonly accessToken: string;
  /** The last access token that the client got without an exchange. */
  readonly ownToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
  readonly deviceCode: string;
  readonly userCode: string;
  /** Where the user of a device answers. */
  readonly verificationUri: string;
}

export const NOTHING_YET: TrialValues = {
  secret: '',
  assertion: '',
  jwtAssertion: '',
  samlAssertion: '',
  subjectToken: '',
  actorToken: '',
  resource: '',
  audience: '',
  username: '',
  password: '',
  postLogoutUri: '',
  scopes: [],
  apiCall: undefined,
  signsInAgain: false,
  state: '',
  verifier: '',
  challenge: '',
  requestUri: '',
  code: '',
  accessToken: '',
  ownToken: '',
  refreshToken: '',
  idToken: '',
  deviceCode: '',
  userCode: '',
  verificationUri: '',
};

export interface Setting extends TrialPlace {
  readonly values: TrialValues;
}

/** A part of a request; what is secret is shown masked until somebody asks. */
export interface Pair {
  readonly name: string;
  readonly value: string;
  readonly isSecret?: boolean;
}

export interface ShownRequest {
  readonly method: TrialMethod;
  readonly url: string;
  readonly headers: readonly Pair[];
  /** A form, or a text as it is; undefined: no body. */
  readonly form?: readonly Pair[];
  readonly text?: string;
}

export interface Reference {
  readonly name: string;
  readonly href: string;
}

type Words = Texts['try'];
/** Its title and its sentence are in the texts. */
export type StepId = keyof Words['steps'];
export type MissingId = keyof Words['missing'];

interface StepBase {
  readonly id: StepId;
  readonly reference: Reference;
  /** What has to be there first; undefined: it can run. */
  findMissing(setting: Setting): MissingId | undefined;
}

/** A request that the server makes for us. */
export interface RequestStep extends StepBase {
  readonly kind: 'request';
  build(setting: Setting): ShownRequest;
  /** What later steps need of a good answer. */
  read(json: Readonly<Record<string, unknown>>): Partial<TrialValues>;
}

/** Somebody goes there with a browser. */
export interface BrowserStep extends StepBase {
  readonly kind: 'browser';
  readonly id: keyof Words['actions'];
  /** Whether it comes back to us with a code; otherwise nobody tells us that it is done. */
  readonly comesBack: boolean;
  buildUrl(setting: Setting): string;
}

export type Step = RequestStep | BrowserStep;

export const rfc = (number: number, section: string): Reference => ({
  name: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});

export const openIdConnect = (document: string, name: string, section: string): Reference => ({
  name: `OpenID Connect ${name} §${section}`,
  href: `https://openid.net/specs/openid-connect-${document}.html`,
});
