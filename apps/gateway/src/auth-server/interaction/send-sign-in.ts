import type { Request, Response } from 'express';
import type { Platform } from '../../platform/platform.tokens.js';
import type { BrowserCookies } from '../browser-cookies.js';
import { createKnownDevices } from '../lockout/known-devices.js';
import type { NextStep, SignInOutcome } from './interaction.service.js';

/** Gives the browser its session, and a note that the user has signed in here, once every factor is proved. */
export function sendSignIn(
  { env, settings, deviceKey }: Platform,
  cookies: BrowserCookies,
  exchange: { readonly request: Request; readonly response: Response },
  { session, userId, step }: SignInOutcome,
): NextStep {
  if (session === undefined) return step;
  const { request, response } = exchange;
  response.append('Set-Cookie', cookies.writeSession(session, settings().sessionSeconds));
  response.append('Set-Cookie', createKnownDevices(env.issuer, deviceKey).remember(request, userId));
  return step;
}
