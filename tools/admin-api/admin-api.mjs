/** An answer of the admin REST API that is not a success. */
export class AdminApiError extends Error {
  /**
   * @param {string} call
   * @param {number} status
   * @param {unknown} body
   */
  constructor(call, status, body) {
    super(`${call} answered ${status}: ${JSON.stringify(body)}`);
    this.name = 'AdminApiError';
    this.status = status;
    this.body = body;
  }
}

/**
 * A small client of the admin REST API, signed in as the set-up client.
 * @param {{ issuer: string, authUrl?: string, adminUrl: string, setupClient: { id: string, secret: string } }} gatehouse
 * @returns {import('../test-setup/index.mjs').AdminApi}
 */
export function adminApi({ issuer, authUrl = issuer, adminUrl, setupClient }) {
  /** @type {Promise<string> | undefined} */
  let accessToken;
  const getAccessToken = () => (accessToken ??= fetchAccessToken(authUrl, setupClient));

  /** @type {import('../test-setup/index.mjs').AdminApi['request']} */
  const request = async (method, path, body) => {
    const headers = { authorization: `Bearer ${await getAccessToken()}` };
    const response = await fetch(`${adminUrl}${path}`, {
      method,
      ...(body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  };

  const expectSuccess = async (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {unknown} */ body,
  ) => {
    const answer = await request(method, path, body);
    if (answer.status >= 300) throw new AdminApiError(`${method} ${path}`, answer.status, answer.body);
    return /** @type {any} */ (answer.body);
  };

  return {
    getAccessToken,
    request,
    get: (path) => expectSuccess('GET', path, undefined),
    post: (path, body) => expectSuccess('POST', path, body),
    put: (path, body) => expectSuccess('PUT', path, body),
    patch: (path, body) => expectSuccess('PATCH', path, body),
    delete: (path) => expectSuccess('DELETE', path, undefined),
  };
}

/**
 * @param {string} authUrl
 * @param {{ id: string, secret: string }} client
 * @returns {Promise<string>}
 */
async function fetchAccessToken(authUrl, { id, secret }) {
  const credentials = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString(
    'base64',
  );
  const response = await fetch(`${authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'gatehouse.read gatehouse.write' }),
  });
  const text = await response.text();
  if (!response.ok) throw new AdminApiError('POST /oauth2/token', response.status, text);
  return JSON.parse(text).access_token;
}
