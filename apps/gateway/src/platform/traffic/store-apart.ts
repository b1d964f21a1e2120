import { isDatabaseUnavailable } from '@gatehouse/persistence';

/** A few bad records among thousands are found with so many; what is left then is given up. */
const MAX_FAILURES = 64;

/**
 * Stores what can be stored of records that the database refuses together: in halves, and halves of those.
 * @returns those that it refuses
 */
export async function storeApart<Item>(
  records: readonly Item[],
  write: (records: readonly Item[]) => Promise<void>,
): Promise<readonly Item[]> {
  let failures = 0;
  const store = async (part: readonly Item[]): Promise<readonly Item[]> => {
    if (part.length === 0 || failures >= MAX_FAILURES) return part;
    try {
      await write(part);
      return [];
    } catch (error) {
      failures = isDatabaseUnavailable(error) ? MAX_FAILURES : failures + 1;
      if (part.length === 1) return part;
      const middle = Math.ceil(part.length / 2);
      return [...(await store(part.slice(0, middle))), ...(await store(part.slice(middle)))];
    }
  };
  return store(records);
}
