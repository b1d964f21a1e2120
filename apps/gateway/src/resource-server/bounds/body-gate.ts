import type { AdmittedCall } from '../passage.js';
import type { Refusal } from '../refusal.js';

/** RFC 9110 §15.5.14: of a request whose content is too large nothing more is read. */
export const contentTooLarge = (maxBytes: number): Refusal => ({
  check: 'content',
  status: 413,
  title: 'Content Too Large',
  detail: `A request's content may have at most ${maxBytes} bytes here.`,
  isLast: true,
});

/** Refuses content by its length; what has no length is cut off when it passes the limit, on its way to the upstream. */
export function checkContentLength({ request, match }: AdmittedCall): Refusal | undefined {
  const { maxBodyBytes } = match.api.policies;
  if (maxBodyBytes === null) return undefined;
  const length = request.headers['content-length'];
  return length !== undefined && Number(length) > maxBodyBytes ? contentTooLarge(maxBodyBytes) : undefined;
}
