import { type RequestStep, rfc } from './setting';
import { readNothing } from './token-answer';

export const CALL_API: RequestStep = {
  kind: 'request',
  id: 'call-api',
  reference: rfc(6750, '2.1'),
  findMissing: ({ values }) => {
    if (values.apiCall === undefined) return 'api';
    return values.accessToken === '' ? 'accessToken' : undefined;
  },
  build: ({ client, values: { apiCall, accessToken } }) => ({
    method: apiCall?.method ?? 'GET',
    url: apiCall?.url ?? '',
    headers: [
      // RFC 9449 §7.1
      {
        name: 'Authorization',
        value: `${client.dpopBoundAccessTokens ? 'DPoP' : 'Bearer'} ${accessToken}`,
        isSecret: true,
      },
      ...(apiCall !== undefined && apiCall.body !== ''
        ? [{ name: 'Content-Type', value: 'application/json' }]
        : []),
    ],
    ...(apiCall !== undefined && apiCall.body !== '' && { text: apiCall.body }),
  }),
  read: readNothing,
};
