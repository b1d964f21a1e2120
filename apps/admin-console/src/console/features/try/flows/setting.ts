import type { ClientDetail, TrialMethod } from '@gatehouse/dto';

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
  readonly scopes: readonly string[];
  readonly apiCall: ApiCall | undefined;
  /** Whether the user signs in again, whoever this browser is signed in as. */
  readonly signsInAgain: boolean;
  readonly state: string;
  readonly verifier: string;
  readonly challenge: string;
  readonly code: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceCode: string;
  readonly userCode: string;
  /** Where the user of a device answers. */
  readonly verificationUri: string;
}

export const NOTHING_YET: TrialValues = {
  secret: '',
  assertion: '',
  scopes: [],
  apiCall: undefined,
  signsInAgain: false,
  state: '',
  verifier: '',
  challenge: '',
  code: '',
  accessToken: '',
  refreshToken: '',
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

interface StepBase {
  readonly id: string;
  readonly title: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  readonly reference: Reference;
  /** What has to be there first, as a sentence; undefined: it can run. */
  findMissing(setting: Setting): string | undefined;
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
  /** Whether it comes back to us with a code; otherwise nobody tells us that it is done. */
  readonly comesBack: boolean;
  readonly action: string;
  buildUrl(setting: Setting): string;
}

export type Step = RequestStep | BrowserStep;

export const rfc = (number: number, section: string): Reference => ({
  name: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});
