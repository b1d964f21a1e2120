import type { Env } from '../../platform/env.js';
import type { NativeHandler } from './http.js';

/** A path below the issuer, and what answers there. */
export type Endpoint = readonly [path: string, handler: NativeHandler];

/** Where an endpoint can be reached: also at our own TLS port. */
export const listAddresses = ({ issuer, mtlsPort, mtlsUrl }: Env, path: string): readonly string[] =>
  mtlsPort === 0 ? [issuer + path] : [issuer + path, mtlsUrl + path];
