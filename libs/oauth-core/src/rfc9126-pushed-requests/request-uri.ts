import { hashSecret } from '../kernel/secrets.js';

/** RFC 9126 §2.2: what names a pushed request begins with this; the rest is random. */
const PREFIX = 'urn:ietf:params:oauth:request_uri:';

/** The name of a pushed request, from its random reference. */
export const writeRequestUri = (reference: string): string => PREFIX + reference;

/** Whether a `request_uri` names a request that was pushed to us, rather than a document elsewhere. */
export const isPushedRequestUri = (requestUri: string): boolean => requestUri.startsWith(PREFIX);

/** What a pushed request is stored under. */
export const hashRequestUri = (requestUri: string): Buffer => hashSecret(requestUri.slice(PREFIX.length));
