import {
  type CallTemplate,
  changeHeaders,
  compileChanges,
  type CompiledChange,
  compileTemplate,
  type Escape,
  fillTemplate,
  findBodyEscape,
  type FixedResponse,
  hasNoContent,
  putAnswerHeaders,
} from '@gatehouse/gateway-core';
import type { AdmittedCall } from '../passage.js';
import { discardBody, isBodyPending } from '../unread-body.js';
import { getTransforms, listFacts } from './call-shape.js';

interface Compiled {
  readonly headers: readonly CompiledChange[];
  readonly body: CallTemplate;
  readonly escape: Escape;
}

const compiled = new WeakMap<FixedResponse, Compiled>();

function compile(answer: FixedResponse): Compiled {
  const known = compiled.get(answer);
  if (known !== undefined) return known;
  const made = {
    headers: compileChanges(answer.headers.map((header) => ({ operation: 'append', ...header }))),
    body: compileTemplate(answer.body),
    // It was checked when it was saved: where nothing can be escaped, there are no facts.
    escape: findBodyEscape(answer.contentType) ?? (() => ''),
  };
  compiled.set(answer, made);
  return made;
}

/** Answers a call whose route answers by itself. */
export function sendFixedResponse(call: AdmittedCall, answer: FixedResponse): void {
  const { request, response, requestId, answerHeaders, match } = call;
  const { headers: ownHeaders, body: template, escape } = compile(answer);
  const facts = listFacts(call);
  const body = fillTemplate(template, facts, escape) ?? '';
  const headers: string[] = ['X-Content-Type-Options', 'nosniff'];
  changeHeaders(headers, ownHeaders, facts);
  if (body !== '') headers.push('Content-Type', answer.contentType);
  changeHeaders(headers, getTransforms(match.api).response, facts);
  if (!hasNoContent(answer.status)) headers.push('Content-Length', String(Buffer.byteLength(body)));
  headers.push('X-Request-Id', requestId);
  if (answerHeaders !== undefined) putAnswerHeaders(headers, answerHeaders);
  response.writeHead(answer.status, headers);
  // RFC 9110 §9.3.2: Node leaves the content of an answer to HEAD out.
  if (!isBodyPending(request)) response.end(body);
  else {
    response.write(body);
    discardBody(request, () => response.end());
  }
}
