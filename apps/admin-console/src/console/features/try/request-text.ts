import type { Pair, ShownRequest } from './flows/setting';

const MASK = '••••••••';

const show = ({ value, isSecret }: Pair, isRevealed: boolean): string => {
  if (isSecret !== true || isRevealed) return value;
  // Which scheme it is, is no secret.
  const scheme = /^(Basic|Bearer|DPoP) /.exec(value)?.[0] ?? '';
  return scheme + MASK;
};

/** Whether there is something to reveal. */
export const hasSecret = ({ headers, form = [] }: ShownRequest): boolean =>
  [...headers, ...form].some(({ isSecret }) => isSecret === true);

/** A request as it is sent, one parameter a line, so that it can be read. */
export function writeRequest(request: ShownRequest, isRevealed: boolean): string {
  const { method, url, headers, form, text } = request;
  const lines = headers.map((header) => `${header.name}: ${show(header, isRevealed)}`);
  const parameters = (form ?? []).map((pair) => {
    const value = show(pair, isRevealed);
    return `${pair.name}=${value.includes(MASK) ? value : encodeURIComponent(value)}`;
  });
  const body = form === undefined ? text : parameters.join('\n&');
  return [`${method} ${url}`, ...lines, ...(body === undefined ? [] : ['', body])].join('\n');
}
