/** A refusal of the pages' JSON API, RFC 9457: what happened, in words for the person at the page. */
export class InteractionProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, title: string, detail: string, retryAfterSeconds?: number) {
    super(`${status} ${title}`);
    this.name = 'InteractionProblem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
