import type { ProfileKeeper } from '@gatehouse/dto';
import type { Platform } from './platform.tokens.js';

/** Where the name and address of an account come from that was made for somebody of this source: a provider's issuer, or a directory. */
export function describeKeeper({ snapshots }: Pick<Platform, 'snapshots'>, source: string): ProfileKeeper {
  const providers = [...snapshots.current().identityProviders.values()];
  const provider = providers.find(({ issuer }) => issuer === source);
  return provider === undefined ? { kind: 'directory' } : { kind: 'provider', name: provider.name };
}
