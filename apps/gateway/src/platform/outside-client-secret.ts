import { SEALED_AS } from '@gatehouse/persistence';
import type { Sealing } from './sealing.js';

/** What the gateway proves itself with to an outside issuer. An operator enters it, and never sees it again. */
export const sealClientSecret = (sealing: Sealing, issuerId: string, secret: string): Buffer =>
  sealing.seal(Buffer.from(secret), SEALED_AS.outsideIssuer(issuerId));

/** Empty where none is kept. */
export const openClientSecret = (sealing: Sealing, issuerId: string, sealed: Buffer | null): string =>
  sealed === null ? '' : sealing.open(sealed, SEALED_AS.outsideIssuer(issuerId)).toString();
