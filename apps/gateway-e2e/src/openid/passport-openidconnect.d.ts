/* The package has no types of its own. */
declare module 'passport-openidconnect' {
  import type { Strategy } from 'passport';

  type Done = (error: null, user: object) => void;
  const OpenIDConnectStrategy: new (
    options: Readonly<Record<string, unknown>>,
    verify: (issuer: string, profile: object, done: Done) => void,
  ) => Strategy;
  export = OpenIDConnectStrategy;
}
