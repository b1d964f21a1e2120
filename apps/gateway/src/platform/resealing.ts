import { type Database, resealAll } from '@gatehouse/persistence';
import type { Logger } from './logger.js';
import type { Sealing } from './sealing.js';

function tryToReseal(sealing: Sealing, sealed: Buffer, context: string): Buffer | undefined {
  let plain: Buffer;
  try {
    plain = sealing.open(sealed, context);
  } catch {
    return undefined;
  }
  return sealing.seal(plain, context);
}

/**
 * Seals everything anew that is not sealed under the current master key, and says in the log when the previous ones are
 * needed no more. Runs at the start and now and then: a node that has not been restarted yet seals under its old key.
 */
export async function keepSealed({ pool }: Database, sealing: Sealing, logger: Logger): Promise<void> {
  const { renewed, lost } = await resealAll(pool, sealing.keyId, (sealed, context) =>
    tryToReseal(sealing, sealed, context),
  );
  const masterKey = sealing.keyId.toString('hex');
  if (renewed > 0) logger.info('sealed anew under the current master key', { values: renewed, masterKey });
  if (lost > 0)
    logger.error('sealed under a master key that is neither current nor previous', {
      values: lost,
      masterKey,
    });
  if (lost === 0 && sealing.previousKeyIds.length > 0) {
    logger.info(
      'nothing is sealed under a previous master key: once every node runs with the current one, ' +
        'empty GATEHOUSE_PREVIOUS_MASTER_KEYS',
      { masterKey, previous: sealing.previousKeyIds.map((id) => id.toString('hex')) },
    );
  }
}
