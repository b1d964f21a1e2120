/**
 * RFC 9449 §4.2 with what a shell has. openssl signs in DER; a JWS wants both numbers of the signature side by side, 32
 * bytes each (RFC 7518 §3.4).
 */
export const PROOF_FUNCTIONS: readonly string[] = [
  '# A key of the client, and proofs that it has it (RFC 9449); keep it for as long as its tokens live.',
  String.raw`b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }`,
  '[ -f dpop.key ] || openssl ecparam -name prime256v1 -genkey -noout -out dpop.key',
  'point() { openssl ec -in dpop.key -pubout -outform DER 2>/dev/null | tail -c 64; }',
  `JWK="{\\"kty\\":\\"EC\\",\\"crv\\":\\"P-256\\",\\"x\\":\\"$(point | head -c 32 | b64)\\",\\"y\\":\\"$(point | tail -c 32 | b64)\\"}"`,
  'proof() { # method, address, access token',
  '  local ath="" head body sign',
  `  [ -z "\${3:-}" ] || ath=",\\"ath\\":\\"$(printf %s "$3" | openssl dgst -sha256 -binary | b64)\\""`,
  `  head=$(printf '{"typ":"dpop+jwt","alg":"ES256","jwk":%s}' "$JWK" | b64)`,
  `  body=$(printf '{"jti":"%s","htm":"%s","htu":"%s","iat":%s%s}' "$(openssl rand -hex 16)" "$1" "\${2%%\\?*}" "$(date +%s)" "$ath" | b64)`,
  '  sign=$(printf %s "$head.$body" | openssl dgst -sha256 -sign dpop.key | openssl asn1parse -inform DER \\',
  String.raw`    | awk -F: '/INTEGER/ {printf "%64s", $NF}' | tr ' ' 0 | sed 's/../\\x&/g')`,
  String.raw`  printf '%s.%s.%s' "$head" "$body" "$(printf "$sign" | b64)"`,
  '}',
  '',
];
