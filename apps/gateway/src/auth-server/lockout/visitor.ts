import type { IncomingMessage } from 'node:http';
import { findClientAddress } from '../../platform/client-address.js';
import { chooseLanguage, type Language } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { createKnownDevices } from './known-devices.js';

/** Whoever sent a request, as far as limits on guessing care. */
export interface Visitor {
  readonly address: string;
  /** Of the page; undefined: there is none. */
  readonly language: Language | undefined;
  /** Names the browser, where this user has signed in with it before. */
  readonly findDevice: (userId: string) => string | undefined;
}

export function findVisitor({ env, deviceKey }: Platform, request: IncomingMessage): Visitor {
  const devices = createKnownDevices(env.issuer, deviceKey);
  return {
    address: findClientAddress(request, env.trustedProxies),
    language: chooseLanguage(request),
    findDevice: (userId) => devices.find(request, userId),
  };
}
