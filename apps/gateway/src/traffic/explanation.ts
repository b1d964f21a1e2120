import { CALL_ADVICE, type CallAdvice, type CallExplanation } from '@gatehouse/dto';
import { type Advice, advise, explainChecks } from '@gatehouse/gateway-core';
import type { CallRow, Lineage } from '@gatehouse/persistence';
import type { SayDetail } from '../platform/said-details.js';
import { toSummary } from './call.answers.js';
import { toLineage } from './token-lineage.js';

const toAdvice = ({ code, values }: Advice): CallAdvice => ({
  code,
  values,
  text: CALL_ADVICE[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''),
});

/** @param lineage of the call's access token; undefined: it had none of ours */
export function toExplanation(row: CallRow, lineage: Lineage | undefined, say: SayDetail): CallExplanation {
  const { details } = row;
  const { route, token } = details;
  return {
    ...toSummary(row),
    checks: explainChecks(row),
    refusal: details.refusal,
    audience: details.audience,
    rule:
      route === null
        ? null
        : {
            methods: route.methods,
            path: route.path,
            access: route.access,
            scopes: route.scopes,
            scopeMatch: route.scopeMatch,
            acr: route.acr,
            maxAgeSeconds: route.maxAgeSeconds,
            // Of a call from before routes could demand a detail there is none.
            ...(route.requiredDetail != null && { detailsType: route.requiredDetail.type }),
          },
    tool: details.tool ?? null,
    credential: details.credential,
    credentialId: details.credentialId,
    scopes: details.scopes,
    outside: details.outside,
    token: token === null || lineage === undefined ? null : toLineage(token, lineage, say),
    upstream: details.upstream,
    cache: details.cache ?? null,
    bytesIn: details.bytesIn,
    bytesOut: details.bytesOut,
    isComplete: details.isComplete,
    advice: advise(row).map(toAdvice),
  };
}
