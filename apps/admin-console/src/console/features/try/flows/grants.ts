/** Grant types that have a URN for a name. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8693 §2.1 */
export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** RFC 7523 §2.1 */
export const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** RFC 7522 §2.1 */
export const SAML_GRANT = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
/** RFC 8693 §3 */
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
