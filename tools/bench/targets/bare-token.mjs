// The limit of a token endpoint: parse the form, compare a hash, sign ES256. No protocol, no store, no checks.
import { createServer } from 'node:http';
import { generateKeyPairSync, hash, randomUUID, sign, timingSafeEqual } from 'node:crypto';

const port = Number(process.argv[2]);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const known = hash('sha256', process.argv[3] ?? '', 'buffer');
const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 'bare' })).toString(
  'base64url',
);

/** @param {string} scope */
function issue(scope) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'bare',
    aud: 'urn:bench',
    sub: 'bench',
    client_id: 'bench',
    iat,
    exp: iat + 3600,
    jti: randomUUID(),
    scope,
  };
  const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return JSON.stringify({
    access_token: `${input}.${signature.toString('base64url')}`,
    token_type: 'Bearer',
    expires_in: 3600,
    scope,
  });
}

createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const credentials = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    const secret = credentials.slice(credentials.indexOf(':') + 1);
    const isRight = timingSafeEqual(hash('sha256', secret, 'buffer'), known);
    const body = isRight ? issue(form.get('scope') ?? '') : '{}';
    response.writeHead(isRight ? 200 : 401, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(port, '127.0.0.1');
