import ldap from 'ldapjs';

const BASE = 'ou=people,dc=example';
export const SERVICE = { dn: 'cn=gatehouse,dc=example', password: 'service-password' };

/** What we use of a request: its types do not go with the version. */
interface LdapRequest {
  readonly dn: { toString(): string };
  readonly credentials: string;
  readonly connection: { destroy(): void };
  readonly filter: { matches(entry: object): boolean };
}
interface LdapResponse {
  send(entry: object): void;
  end(): void;
}
type LdapNext = (error?: unknown) => void;

/** Somebody in the directory. */
export interface Entry {
  readonly uid: string;
  readonly password: string;
  readonly entryUUID: string;
  readonly cn?: string;
}

export interface LdapServer {
  readonly env: Readonly<Record<string, string>>;
  people: Entry[];
  /** Names and passwords of binds, as they came. */
  readonly binds: string[];
  /** While true, nobody is answered. */
  isDown: boolean;
}

const dnOf = ({ uid }: Entry): string => `uid=${uid},${BASE}`;
const running: ldap.Server[] = [];

/** An LDAP directory that we did not write (ldapjs), in memory. */
export async function startLdapServer(): Promise<LdapServer> {
  const server = ldap.createServer();
  running.push(server);
  server.bind('dc=example', (request: LdapRequest, response: LdapResponse, next: LdapNext) => {
    const dn = request.dn.toString().replaceAll(', ', ',');
    directory.binds.push(dn);
    if (directory.isDown) return void request.connection.destroy();
    const person = directory.people.find((entry) => dnOf(entry) === dn);
    const expected = dn === SERVICE.dn ? SERVICE.password : person?.password;
    // RFC 4513 §5.1.2: without a password it is an anonymous bind, which succeeds.
    if (request.credentials !== '' && request.credentials !== expected)
      return next(new ldap.InvalidCredentialsError());
    response.end();
    return next();
  });
  server.search(BASE, (request: LdapRequest, response: LdapResponse, next: LdapNext) => {
    for (const entry of directory.people) {
      const { uid, cn = uid, entryUUID } = entry;
      const attributes = { uid: [uid], cn: [cn], mail: [`${uid}@corp.example`], entryuuid: [entryUUID] };
      if (request.filter.matches(attributes)) {
        response.send({ dn: dnOf(entry), attributes });
      }
    }
    response.end();
    return next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = new URL(server.url.replace('ldap:', 'http:'));
  const directory: LdapServer = {
    env: {
      GATEHOUSE_LDAP_URL: `ldap://127.0.0.1:${port}`,
      GATEHOUSE_LDAP_BIND_DN: SERVICE.dn,
      GATEHOUSE_LDAP_BIND_PASSWORD: SERVICE.password,
      GATEHOUSE_LDAP_BASE_DN: BASE,
      GATEHOUSE_LDAP_USER_FILTER: '(|(uid={username})(mail={username}))',
    },
    people: [],
    binds: [],
    isDown: false,
  };
  return directory;
}

/** For `afterAll`. */
export function stopLdapServers(): void {
  for (const server of running) server.close(() => undefined);
}
