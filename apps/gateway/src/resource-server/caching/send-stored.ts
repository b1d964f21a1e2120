import {
  type CacheStatus,
  type CacheUse,
  findCurrentAge,
  isNotModified,
  putAnswerHeaders,
  toCacheStatus,
  toNotModifiedHeaders,
} from '@gatehouse/gateway-core';
import { endWithOthers } from '../../platform/answer-batch.js';
import type { AdmittedCall } from '../passage.js';
import { type CallShape, shapeAnswer } from '../shaping/call-shape.js';
import type { StoredAnswer } from './response-cache.js';

// As text a small body goes out in one write with the head.
const MAX_JOINED_BYTES = 16_384;

/** How something stored is given. */
export interface Giving {
  readonly use: CacheUse;
  readonly status: CacheStatus;
}

/** Answers a call with what is stored. */
export function sendStored(
  call: AdmittedCall,
  shape: CallShape | undefined,
  stored: StoredAnswer,
  { use, status }: Giving,
): void {
  const { request, response, requestId, answerHeaders, record, match } = call;
  // The client may have gone meanwhile.
  if (response.destroyed || response.headersSent) return;
  const isUnchanged = isNotModified(request.rawHeaders, stored);
  const headers = isUnchanged ? toNotModifiedHeaders(stored.headers) : [...stored.headers];
  // RFC 9111 §5.1
  headers.push('Age', String(Math.floor(findCurrentAge(stored.freshness, Date.now()))));
  if (shape !== undefined) shapeAnswer(headers, shape);
  headers.push('X-Request-Id', requestId);
  if (answerHeaders !== undefined) putAnswerHeaders(headers, answerHeaders);
  if (match.api.policies.caching?.sendsStatus === true) headers.push('Cache-Status', toCacheStatus(status));
  record.cache = use;
  if (isUnchanged) response.writeHead(304, 'Not Modified', headers);
  else response.writeHead(stored.status, stored.statusText, headers);
  const { body } = stored;
  // RFC 9110 §9.3.2: HEAD is answered with the head of GET.
  if (isUnchanged || request.method === 'HEAD') {
    response.end();
    return;
  }
  record.bytesOut += body.length;
  if (body.length > MAX_JOINED_BYTES) response.end(body);
  else endWithOthers(response, body.toString('latin1'), 'latin1');
}
