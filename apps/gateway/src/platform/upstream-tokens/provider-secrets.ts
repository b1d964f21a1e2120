import type { Provider } from '@gatehouse/gateway-core';
import { SEALED_AS } from '@gatehouse/persistence';
import type { Sealing } from '../sealing.js';

/** What an operator entered, and never sees again. */
export interface ProviderSecrets {
  readonly clientSecret?: string;
  /** PEM. */
  readonly privateKey?: string;
  /** Where the flow begins; the provider may have replaced it since. */
  readonly refreshToken?: string;
}

export const sealSecrets = (sealing: Sealing, id: string, secrets: ProviderSecrets): Buffer =>
  sealing.seal(Buffer.from(JSON.stringify(secrets)), SEALED_AS.provider(id));

export const openSecrets = (sealing: Sealing, id: string, sealed: Buffer | null): ProviderSecrets =>
  sealed === null
    ? {}
    : (JSON.parse(sealing.open(sealed, SEALED_AS.provider(id)).toString()) as ProviderSecrets);

export const sealAccessToken = (sealing: Sealing, id: string, text: string): Buffer =>
  sealing.seal(Buffer.from(text), SEALED_AS.providerAccessToken(id));

export const openAccessToken = (sealing: Sealing, { id }: Provider, sealed: Buffer): string =>
  sealing.open(sealed, SEALED_AS.providerAccessToken(id)).toString();

export const sealRefreshToken = (sealing: Sealing, id: string, text: string | undefined): Buffer | null =>
  text === undefined ? null : sealing.seal(Buffer.from(text), SEALED_AS.providerRefreshToken(id));

export const openRefreshToken = (sealing: Sealing, id: string, sealed: Buffer | null): string | undefined =>
  sealed === null ? undefined : sealing.open(sealed, SEALED_AS.providerRefreshToken(id)).toString();
