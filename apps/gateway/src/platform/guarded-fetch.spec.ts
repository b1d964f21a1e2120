import 'reflect-metadata';
import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on this machine. Resolves to its port. */
async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The same with a certificate that it has signed itself. */
async function listenWithTls(listener: RequestListener): Promise<number> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=client.example',
    signingAlgorithm: algorithm,
    keys,
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  const server = createTlsServer({ cert: certificate.toString('pem'), key }, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

type Resolve = NonNullable<GuardedFetchOptions['resolve']>;

/** A resolver for which every name leads to these addresses. */
const resolvesTo = (...addresses: string[]): Resolve => {
  const found: LookupAddress[] = addresses.map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  return ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, found)) as unknown as Resolve;
};

const guarded = createGuardedFetch({ allowsPrivateAddresses: false });
const open = createGuardedFetch({ allowsPrivateAddresses: true });

describe('a guarded fetch', () => {
  it.each([
    ['loopback', 'https://127.0.0.1'],
    ['another loopback address', 'https://127.8.8.8'],
    ['decimal notation', 'https://2130706433'],
    ['octal notation', 'https://0177.0.0.1'],
    ['hexadecimal notation', 'https://0x7f000001'],
    ['two parts', 'https://127.1'],
    ['a full stop at the end', 'https://127.0.0.1.'],
    ['full-width digits', 'https://１２７.0.0.1'],
    ['this network', 'https://0.0.0.0'],
    ['private 10/8', 'https://10.0.0.1'],
    ['private 172.16/12', 'https://172.31.255.255'],
    ['private 192.168/16', 'https://192.168.1.1'],
    ['link-local: cloud metadata', 'https://169.254.169.254'],
    ['carrier-grade NAT', 'https://100.64.0.1'],
    ['multicast', 'https://224.0.0.1'],
    ['broadcast', 'https://255.255.255.255'],
    ['documentation', 'https://192.0.2.1'],
    ['benchmarking', 'https://198.18.0.1'],
    ['IPv6 loopback', 'https://[::1]'],
    ['IPv6 unspecified', 'https://[::]'],
    ['IPv6-mapped', 'https://[::ffff:127.0.0.1]'],
    ['IPv6-mapped in hexadecimal', 'https://[::ffff:7f00:1]'],
    ['IPv4-compatible', 'https://[::127.0.0.1]'],
    ['unique local', 'https://[fd00::1]'],
    ['IPv6 link-local', 'https://[fe80::1]'],
    ['site-local', 'https://[fec0::1]'],
    ['NAT64 of a private address', 'https://[64:ff9b::7f00:1]'],
    ['6to4 of a private address', 'https://[2002:7f00:1::]'],
    ['Teredo', 'https://[2001:0:7f00:1::]'],
    ['IPv6 multicast', 'https://[ff02::1]'],
  ])('refuses %s: %s', async (_, origin) => {
    await expect(guarded(`${origin}:8443/jwks`)).rejects.toThrow('it is not on the public Internet');
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a private IPv6 address', ['fd00::1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['a public and a private address', ['93.184.215.14', '127.0.0.1']],
    ['no address', []],
  ])('refuses a name that leads to %s', async (_, addresses) => {
    const fetchByName = createGuardedFetch({
      allowsPrivateAddresses: false,
      resolve: resolvesTo(...addresses),
    });
    await expect(fetchByName('https://client.example/jwks')).rejects.toThrow(
      'it is not on the public Internet',
    );
  });

  it.each([
    ['a name that leads to public addresses', 'https://client.example'],
    ['a public address', 'https://127.0.0.1'],
  ])('connects to %s, and believes no certificate that nobody vouches for', async (_, origin) => {
    // Here alone this machine counts as public.
    const fetchPublic = createGuardedFetch({
      allowsPrivateAddresses: false,
      resolve: resolvesTo('127.0.0.1', '127.0.0.1'),
      isPublic: (address) => address === '127.0.0.1',
    });
    const port = await listenWithTls(() => undefined);
    await expect(fetchPublic(`${origin}:${port}/`)).rejects.toThrow(
      'its TLS certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
  });

  it('asks for a name once for each connection, and believes the answer for that one alone (DNS rebinding)', async () => {
    const answers = ['127.0.0.1', '10.0.0.1', '127.0.0.1'];
    let asked = 0;
    const resolve = ((...of: Parameters<Resolve>) => resolvesTo(answers[asked++] ?? '')(...of)) as Resolve;
    const fetchByName = createGuardedFetch({
      allowsPrivateAddresses: false,
      resolve,
      isPublic: (address) => address === '127.0.0.1',
    });
    const address = `https://client.example:${await listenWithTls(() => undefined)}/`;
    for (const reason of ['certificate', 'public Internet', 'certificate'])
      await expect(fetchByName(address)).rejects.toThrow(reason);
    expect(asked).toBe(3);
  });

  it('refuses localhost, which leads here', async () => {
    let isReached = false;
    const port = await listen(() => (isReached = true));
    await expect(guarded(`https://localhost:${port}/`)).rejects.toThrow('it is not on the public Internet');
    expect(isReached).toBe(false);
  });

  it.each([
    ['http://client.example/', 'it does not begin with https://'],
    ['ftp://client.example/', 'it does not begin with https://'],
    ['file:///etc/passwd', 'it does not begin with https://'],
    ['data:application/json,{}', 'it does not begin with https://'],
    ['https://user:secret@client.example/', 'it has credentials in it'],
    ['client.example', 'it is not a URL'],
  ])('refuses %s: %s', async (address, reason) => {
    await expect(guarded(address)).rejects.toThrow(reason);
  });

  it('takes plain http and private addresses where the setting allows it, and nothing else', async () => {
    const port = await listen((_request, response) => response.end('{"keys":[]}'));
    const answer = await open(`http://127.0.0.1:${port}/jwks`);
    expect([answer.status, await answer.text()]).toEqual([200, '{"keys":[]}']);
    await expect(open('ftp://127.0.0.1/')).rejects.toThrow('https');
  });

  it.each([301, 302, 303, 307, 308])('follows no %d', async (status) => {
    const paths: (string | undefined)[] = [];
    const port = await listen((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { location: '/secret' }).end();
    });
    await expect(open(`http://127.0.0.1:${port}/start`)).rejects.toThrow('redirect');
    expect(paths).toEqual(['/start']);
  });

  it.each([
    ['said ahead', { 'content-length': '2000' }],
    ['not said ahead', {}],
  ])('reads no more than it may, the length %s', async (_, headers) => {
    const port = await listen((_request, response) => {
      response.writeHead(200, headers);
      response.end('x'.repeat(2000));
    });
    const address = `http://127.0.0.1:${port}/`;
    await expect(open(address, { maxBytes: 1999 })).rejects.toThrow('it answers more than 1999 bytes');
    expect((await (await open(address, { maxBytes: 2000 })).text()).length).toBe(2000);
  });

  it('waits no longer than it may, whether nothing comes or it never ends', async () => {
    const silent = await listen(() => undefined);
    const endless = await listen((_request, response) => void response.writeHead(200).write('{'));
    for (const port of [silent, endless]) {
      await expect(open(`http://127.0.0.1:${port}/`, { timeoutMs: 100 })).rejects.toThrow(
        'it does not answer in time',
      );
    }
  });

  it('says when nobody is there', async () => {
    await expect(open('http://127.0.0.1:9/')).rejects.toThrow('it cannot be reached');
  });

  it('sends what it is given, with its media type, and hands on any status but a redirect', async () => {
    let received = '';
    const port = await listen((request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.toString()));
      request.on('end', () => {
        received = `${request.method ?? ''} ${request.headers['content-type'] ?? ''} ${received}`;
        response.writeHead(400, { 'x-reason': 'tea' }).end('no coffee');
      });
    });
    const answer = await open(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: 'a b' }),
    });
    expect(received).toBe('POST application/x-www-form-urlencoded;charset=UTF-8 logout_token=a+b');
    expect([answer.status, answer.headers.get('x-reason'), await answer.text()]).toEqual([
      400,
      'tea',
      'no coffee',
    ]);
  });
});
