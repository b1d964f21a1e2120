import { type Database, isDatabaseUnavailable, sumUpTraffic } from '@gatehouse/persistence';
import type { Logger } from '../logger.js';
import type { RunTimeSettings } from '../run-time-settings.js';

const PAUSE_MS = 5 * 60_000;

/** Sums up hours that are over, now and every few minutes; most often there is nothing to do. @returns the way to stop */
export function startSumming(
  { pool }: Database,
  settings: () => RunTimeSettings,
  logger: Logger,
): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  const sumUp = (): void => {
    underWay ??= sumUpTraffic(pool, settings())
      .catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) logger.warn('traffic could not be summed up', { error });
      })
      .finally(() => (underWay = undefined));
  };
  sumUp();
  const timer = setInterval(sumUp, PAUSE_MS).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
