import { putAnswerHeaders } from './answer-headers.js';

function put(headers: string[], ...own: string[]): string[] {
  putAnswerHeaders(headers, own);
  return headers;
}

it("the gateway's own header takes the place of the upstream's, however often and in whatever case it stands there", () => {
  const headers = ['ratelimit', 'theirs', 'ETag', '"1"', 'RATELIMIT', 'theirs too'];
  expect(put(headers, 'RateLimit', 'ours')).toEqual(['ETag', '"1"', 'RateLimit', 'ours']);
});

it('Vary is added to (RFC 9110 §12.5.5)', () => {
  expect(put(['Vary', 'Accept'], 'Vary', 'Origin')).toEqual(['Vary', 'Accept', 'Vary', 'Origin']);
});

it('what the gateway says twice is said twice', () => {
  expect(put([], 'Link', '<a>', 'Link', '<b>')).toEqual(['Link', '<a>', 'Link', '<b>']);
});
