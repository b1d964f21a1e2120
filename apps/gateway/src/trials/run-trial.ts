import type { TrialAnswer, TrialResponse } from '@gatehouse/dto';
import { Client } from 'undici';
import { explainTargetError } from '../apis/target-checks.js';
import type { TrialRequest } from './trial-rules.js';

/** From the call to the last byte of the answer. */
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 262_144;

const isTextType = (type: string): boolean =>
  type === '' || /^text\/|json|xml|jwt|x-www-form-urlencoded/.test(type);

async function readStart(body: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > MAX_BYTES) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, MAX_BYTES), isCut: length > MAX_BYTES };
}

async function send(
  client: Client,
  { method, path, host, headers, body }: TrialRequest,
): Promise<TrialResponse> {
  const answer = await client.request({
    method,
    path,
    headers: { 'user-agent': 'Gatehouse-Try-It', ...headers, host },
    body: body ?? null,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { bytes, isCut } = await readStart(answer.body);
  const fields = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => ({ name, value: one })),
  );
  const isText = isTextType(String(answer.headers['content-type'] ?? '').toLowerCase());
  return {
    status: answer.statusCode,
    headers: fields,
    body: isText ? bytes.toString('utf8') : '',
    isText,
    isCut,
  };
}

/** Makes the request; redirects are answers like any other. Nothing of it is logged or kept: there are secrets in it. */
export async function runTrial(request: TrialRequest): Promise<TrialAnswer> {
  const client = new Client(request.origin);
  const begun = performance.now();
  const durationMs = (): number => Math.round(performance.now() - begun);
  try {
    return { response: await send(client, request), problem: null, durationMs: durationMs() };
  } catch (error) {
    const why = explainTargetError(error, request.origin.startsWith('https:'));
    const problem = `${request.origin} could not be called from the node that answers this page. ${why}`;
    return { response: null, problem, durationMs: durationMs() };
  } finally {
    await client.destroy();
  }
}
