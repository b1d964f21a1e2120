import type { Logger } from '../../platform/logger.js';
import { Tally } from '../../platform/metrics/metric.js';
import type { Violation } from './violations.js';

const WINDOW_MS = 10_000;
const MAX_LINES = 10;

interface Reported {
  /** Since this node began. */
  total: number;
  windowAt: number;
  lines: number;
  /** Since the last line. */
  leftOut: number;
}

/** The call that a violation is of. */
export interface ReportedCall {
  readonly apiId: string;
  readonly apiName: string;
  readonly requestId: string;
  readonly method: string;
  /** Its pattern. */
  readonly route: string;
}

/** For Prometheus: violations that were only reported, by API. */
export const reportedViolations = new Tally();

const byApi = new Map<string, Reported>();

/**
 * Tells operators of a request that would be refused if its API enforced its contract. Whoever sends many such fills no
 * disk: of each API so many lines in ten seconds, and the number of those left out.
 */
export function reportViolation(
  { apiId, apiName, requestId, method, route }: ReportedCall,
  { problems }: Violation,
  logger: Pick<Logger, 'warn'>,
  now = Date.now(),
): void {
  const reported = byApi.get(apiId) ?? { total: 0, windowAt: now, lines: 0, leftOut: 0 };
  byApi.set(apiId, reported);
  reported.total += 1;
  reportedViolations.add({ api: apiName });
  if (now - reported.windowAt >= WINDOW_MS) {
    reported.windowAt = now;
    reported.lines = 0;
  }
  if (reported.lines >= MAX_LINES) {
    reported.leftOut += 1;
    return;
  }
  logger.warn('a request is not as the contract has it', {
    api: apiName,
    requestId,
    method,
    route,
    errors: problems,
    total: reported.total,
    leftOut: reported.leftOut,
  });
  reported.lines += 1;
  reported.leftOut = 0;
}
