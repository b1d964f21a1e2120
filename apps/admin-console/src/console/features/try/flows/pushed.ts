import type { ClientDetail } from '@gatehouse/dto';
import { buildForm, findMissingProof } from './client-authentication';
import { type BrowserStep, type RequestStep, rfc, type Step } from './setting';
import { textOf } from './token-answer';

type Pushes = Pick<ClientDetail, 'requiresPushedRequest'>;

/** RFC 9126 §2.1: what would have been in the address, as the client itself sends it. */
const push = (authorize: BrowserStep): RequestStep => ({
  kind: 'request',
  id: 'push',
  reference: rfc(9126, '2.1'),
  findMissing: (setting) => authorize.findMissing(setting) ?? findMissingProof(setting),
  build: (setting) => {
    const parameters = [...new URL(authorize.buildUrl(setting)).searchParams];
    return buildForm(
      setting,
      '/oauth2/par',
      // The client's proof names it.
      parameters.filter(([name]) => name !== 'client_id').map(([name, value]) => ({ name, value })),
    );
  },
  read: (json) => ({ requestUri: textOf(json, 'request_uri') }),
});

/** RFC 9126 §4: the address says who asks, and nothing of what for. */
const authorizePushed = (authorize: BrowserStep): BrowserStep => ({
  ...authorize,
  reference: rfc(9126, '4'),
  findMissing: ({ values }) => (values.requestUri === '' ? 'requestUri' : undefined),
  buildUrl: ({ issuer, client, values }) => {
    const url = new URL('/oauth2/authorize', issuer);
    url.search = new URLSearchParams({
      client_id: client.clientId,
      request_uri: values.requestUri,
    }).toString();
    return url.href;
  },
});

/** The same steps, as a client takes them that has to push its requests. */
export const withPushedRequests = (steps: readonly Step[], { requiresPushedRequest }: Pushes): Step[] =>
  steps.flatMap((step) =>
    requiresPushedRequest && step.kind === 'browser' && step.comesBack
      ? [push(step), authorizePushed(step)]
      : [step],
  );
