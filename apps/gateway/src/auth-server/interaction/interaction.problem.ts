import { describePortalProblem, type PortalProblemCode, type PortalProblemValues } from '@gatehouse/dto';

interface Beside {
  /** For the texts: the pages fill them into theirs. */
  readonly values?: PortalProblemValues;
  readonly retryAfterSeconds?: number;
}

/** A refusal of the pages' JSON API, RFC 9457: what happened, by a code that the pages have words for. */
export class InteractionProblem extends Error {
  readonly code: PortalProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly values: PortalProblemValues | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: PortalProblemCode, { values, retryAfterSeconds }: Beside = {}) {
    const { status, title, detail } = describePortalProblem(code, values);
    super(`${status} ${code}`);
    this.name = 'InteractionProblem';
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.values = values;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
