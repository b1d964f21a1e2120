import type { IncomingMessage } from 'node:http';
import { findClientAddress } from '../../platform/client-address.js';
import { chooseLanguage, type Language } from '../../platform/language.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { findPlace } from '../session-place.js';
import { createKnownDevices } from './known-devices.js';

/** Whoever sent a request, as far as limits on guessing care. */
export interface Visitor {
  readonly address: string;
  /** What its browser says that it is; null: it says nothing. */
  readonly userAgent: string | null;
  /** Of the page; undefined: there is none. */
  readonly language: Language | undefined;
  /** Names the browser, where this user has signed in with it before. */
  readonly findDevice: (userId: string) => string | undefined;
}

export function findVisitor({ env, deviceKey }: Platform, request: IncomingMessage): Visitor {
  const devices = createKnownDevices(env.issuer, deviceKey);
  return {
    address: findClientAddress(request, env.trustedProxies),
    userAgent: findPlace(env, request).userAgent,
    language: chooseLanguage(request),
    findDevice: (userId) => devices.find(request, userId),
  };
}
