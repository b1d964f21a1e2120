import type {
  ApiInput,
  ApisDocument,
  DocumentApi,
  DocumentCallers,
  DocumentTls,
  KnownFieldProblem,
} from '@gatehouse/dto';
import { type FieldProblem, tellFieldProblem } from '../../platform/field-problems.js';

/** Something that a document names. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the names of a document mean here. */
export interface DocumentNames {
  readonly providers: readonly Named[];
  readonly applications: readonly Named[];
  readonly outsideIssuers: readonly Named[];
  /** PEM of private keys, by the key of their API; where a source is named and nothing is here, `problem` says why. */
  readonly clientKeys: ReadonlyMap<
    string,
    { readonly pem: string } | { readonly problem: KnownFieldProblem }
  >;
}

/** An API of a document, with IDs where that has names. */
export interface ResolvedApi {
  readonly declared: DocumentApi;
  readonly input: ApiInput;
  /** Fields begin with the API's place. */
  readonly problems: readonly FieldProblem[];
}

type Found = { readonly id: string } | { readonly problem: KnownFieldProblem };
type Noun = 'provider' | 'application' | 'outside-issuer';

function find(things: readonly Named[], noun: Noun, text: string): Found {
  const byId = things.find(({ id }) => id === text);
  if (byId !== undefined) return byId;
  const [first, ...others] = things.filter(({ name }) => name === text);
  if (first === undefined) return { problem: { code: `no-${noun}-named`, values: { name: text } } };
  return others.length === 0
    ? first
    : {
        problem: {
          code: `several-${noun}s-named`,
          values: { number: String(others.length + 1), name: text },
        },
      };
}

class Resolution {
  readonly problems: FieldProblem[] = [];

  constructor(
    private readonly at: string,
    private readonly names: DocumentNames,
  ) {}

  tell(field: string, problem: KnownFieldProblem): void {
    this.problems.push(tellFieldProblem(`${this.at}.${field}`, problem));
  }

  provider({ provider, providerId }: DocumentApi): string | null {
    if (provider == null) return providerId ?? null;
    if (providerId != null) this.tell('provider', { code: 'provider-name-and-id' });
    const found = find(this.names.providers, 'provider', provider);
    if ('id' in found) return found.id;
    this.tell('provider', found.problem);
    return null;
  }

  ids(field: string, things: readonly Named[], noun: Noun, texts: readonly string[] = []): string[] {
    return texts.flatMap((text, index) => {
      const found = find(things, noun, text);
      if ('id' in found) return [found.id];
      this.tell(`callers.${field}.${index}`, found.problem);
      return [];
    });
  }

  callers(callers: DocumentCallers | undefined): ApiInput['callers'] {
    if (callers === undefined) return undefined;
    const { applications, resourceServers, outsideIssuers, ...said } = callers;
    const { names } = this;
    return {
      access: said.access,
      applicationIds: [
        ...said.applicationIds,
        ...this.ids('applications', names.applications, 'application', applications),
      ],
      resourceServerIds: [
        ...(said.resourceServerIds ?? []),
        ...this.ids('resourceServers', names.applications, 'application', resourceServers),
      ],
      outsideIssuerIds: [
        ...(said.outsideIssuerIds ?? []),
        ...this.ids('outsideIssuers', names.outsideIssuers, 'outside-issuer', outsideIssuers),
      ],
    };
  }

  tls(key: string, said: DocumentTls | null | undefined): ApiInput['tls'] {
    if (said == null) return said;
    const { clientKeyFrom, clientKey: _, ...tls } = said;
    if (clientKeyFrom != null && (clientKeyFrom.env === undefined) === (clientKeyFrom.file === undefined)) {
      this.tell('tls.clientKeyFrom', { code: 'key-of-two-places' });
      return tls;
    }
    const found = this.names.clientKeys.get(key);
    if (found !== undefined && 'problem' in found) this.tell('tls.clientKeyFrom', found.problem);
    return found !== undefined && 'pem' in found ? { ...tls, clientKey: found.pem } : tls;
  }
}

function resolve(declared: DocumentApi, index: number, names: DocumentNames): ResolvedApi {
  const resolution = new Resolution(`apis.${index}`, names);
  const { key, adopt: _, provider: _provider, callers, tls, ...said } = declared;
  const input: ApiInput = {
    ...said,
    providerId: resolution.provider(declared),
    ...(tls !== undefined && { tls: resolution.tls(key, tls) ?? null }),
    ...(callers !== undefined && { callers: resolution.callers(callers) }),
  } as ApiInput;
  return { declared, input, problems: resolution.problems };
}

/** Puts IDs and keys where a document has names. */
export const resolveDocument = ({ apis }: ApisDocument, names: DocumentNames): ResolvedApi[] =>
  apis.map((api, index) => resolve(api, index, names));
