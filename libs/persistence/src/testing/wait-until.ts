const PATIENCE_MS = 25_000;
const LOOK_AGAIN_MS = 10;

/** Waits for what another connection or process brings about. Rejects when it does not come in time, which is long enough for a busy machine. */
export async function waitUntil(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
