import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ApiDetail,
  ApiInput,
  ImportOpenApi,
  OpenApiDetail,
  OpenApiDifference,
  OpenApiDocumentInput,
  OpenApiPreview,
  OpenApiRoute,
  OpenApiScope,
  UpdateFromOpenApi,
} from '@gatehouse/dto';
import { compareApi, type RouteDraft, toRouteKey, toRoutes } from '@gatehouse/gateway-core';
import { type ApiDocumentRecord, type ApiImport, ApisStore, StaleVersionError } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../../platform/validation.js';
import { toRouteFields } from '../api.answers.js';
import { ApisService } from '../apis.service.js';
import { toRequiredDetail } from '../api-content.js';
import { toFixedResponseDetail } from '../shaping.js';
import { readInWorker } from './document-reader.js';
import type { LocatedFinding } from './parse-document.js';
import type { ReadDocument } from './read-document.js';
import { compareScope, cut } from './scope-words.js';
import { tellChange } from './tell-findings.js';

type ServableDocument = Extract<ReadDocument, { readonly problems?: never }>;

const MAX_BYTES = 2_000_000;
const MAX_NAME = 100;
const MAX_DESCRIPTION = 2000;

function toProblem({ pointer: place, line, message, code, values }: LocatedFinding): FieldProblem {
  const pointer = cut(place, 300);
  const places = [pointer && `at ${pointer}`, line === null ? '' : `line ${line}`].filter(Boolean);
  return {
    field: 'document',
    message: places.length === 0 ? message : `${message} (${places.join(', ')})`,
    code,
    ...(values !== undefined && { values }),
    ...(pointer !== '' && { pointer }),
    ...(line !== null && { line }),
  };
}

/** `/petstore` from "Petstore": a place at the gateway that is free. */
function proposeBasePath(title: string, taken: ReadonlySet<string>): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 50);
  const wanted = slug === '' || slug === 'health' ? '/api' : `/${slug}`;
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(path)) return path;
  }
}

const toRoute = (route: RouteDraft): OpenApiRoute => ({
  ...route,
  acr: route.acr as OpenApiRoute['acr'],
  fixedResponse: route.fixedResponse && toFixedResponseDetail(route.fixedResponse),
});
const toRouteInput = (route: RouteDraft): ApiInput['routes'][number] => ({
  ...toRoute(route),
  methods: [...route.methods],
  scopes: [...route.scopes],
  requiredDetail: route.requiredDetail && toRequiredDetail(route.requiredDetail),
});

/** Makes APIs from OpenAPI documents, and changes them when there is a new one. */
@Injectable()
export class OpenApiService {
  private readonly store: ApisStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ApisService) private readonly apis: ApisService,
  ) {
    this.store = new ApisStore(platform.database.dataSource);
  }

  /** What a document would make. @throws InvalidFieldsError */
  async preview(input: ImportOpenApi): Promise<OpenApiPreview> {
    const read = await this.read(input);
    return { ...this.propose(input, read), scopes: this.compareScopes(read), notes: read.notes };
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: ImportOpenApi): Promise<ApiDetail> {
    const read = await this.read(input);
    const { targets, routes, name, description, basePath } = this.propose(input, read);
    if (targets.length === 0) {
      throw new InvalidFieldsError([fieldProblem('targets', 'openapi-without-target')]);
    }
    const api = {
      name,
      description,
      basePath,
      targets: [...targets],
      ...(input.audience !== undefined && { audience: input.audience }),
      ...(input.requestValidation && { policies: { requestValidation: input.requestValidation } }),
      routes: routes.map(toRouteInput),
    };
    return this.apis.create(api, this.toImport(input, read));
  }

  /** What a later document would change. @throws NotFoundError, InvalidFieldsError */
  async previewUpdate(id: string, input: OpenApiDocumentInput): Promise<OpenApiDifference> {
    const read = await this.read(input);
    const { version, difference } = await this.compare(id, read);
    await this.apis.checkRoutes(id, difference.routes.map(toRouteInput), this.toImport(input, read));
    const { title, documentVersion } = read.api;
    return {
      version,
      title,
      documentVersion,
      changes: difference.changes.map(tellChange),
      kept: difference.kept.map(toRoute),
      scopes: this.compareScopes(read),
      // Where the service is stays as operators have it.
      notes: read.notes.filter(({ pointer }) => !/^\/servers(?:\/|$)/.test(pointer)),
    };
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError */
  async update(id: string, input: UpdateFromOpenApi): Promise<ApiDetail> {
    const read = await this.read(input);
    const { version, difference } = await this.compare(id, read);
    // What was looked at is not what is there.
    if (version !== input.version) throw new StaleVersionError('API');
    const routes = difference.routes.map(toRouteInput);
    return this.apis.replaceRoutes(id, input.version, routes, this.toImport(input, read));
  }

  /** @throws NotFoundError */
  async describe(id: string): Promise<OpenApiDetail> {
    const { title, documentVersion, format, document, notes, updatedAt } = await this.store.getDocument(id);
    const size = Buffer.byteLength(document);
    return { title, documentVersion, format, size, notes, updatedAt: updatedAt.toISOString() };
  }

  /** As it was uploaded. @throws NotFoundError */
  getDocument(id: string): Promise<ApiDocumentRecord> {
    return this.store.getDocument(id);
  }

  private async read({
    document,
    unsaid = 'authenticated',
  }: OpenApiDocumentInput): Promise<ServableDocument> {
    if (Buffer.byteLength(document) > MAX_BYTES) {
      const bytes = MAX_BYTES.toLocaleString('en');
      throw new InvalidFieldsError([fieldProblem('document', 'openapi-too-large', { bytes })]);
    }
    const read = await readInWorker(document, unsaid);
    if (read.problems !== undefined) throw new InvalidFieldsError(read.problems.map(toProblem));
    return read;
  }

  private propose(
    { name, basePath, targets }: ImportOpenApi,
    { api }: ServableDocument,
  ): Omit<OpenApiPreview, 'scopes' | 'notes'> {
    const taken = new Set(this.platform.snapshots.current().apis.map((other) => other.basePath));
    const { title, documentVersion, description, upstream, operations } = api;
    return {
      title,
      documentVersion,
      name: name ?? (cut(title.trim(), MAX_NAME) || 'API'),
      description: cut(description.trim(), MAX_DESCRIPTION),
      basePath: basePath ?? proposeBasePath(title, taken),
      targets: targets ?? (upstream === undefined ? [] : [{ url: upstream }]),
      routes: toRoutes(operations).map(toRoute),
    };
  }

  private async compare(id: string, { api }: ServableDocument) {
    const [published, before] = await Promise.all([this.store.get(id), this.store.findDocument(id)]);
    const difference = compareApi(
      {
        routes: published.routes.map(toRouteFields),
        routeKeys: before?.routeKeys,
        contract: before?.contract,
      },
      api.operations,
      api.contract,
    );
    return { version: published.version, difference };
  }

  private compareScopes({ api }: ServableDocument): OpenApiScope[] {
    const { scopes } = this.platform.snapshots.current();
    return api.scopes.map((scope) => compareScope(scope, scopes));
  }

  private toImport({ document }: OpenApiDocumentInput, read: ServableDocument): ApiImport {
    const { format, api, notes } = read;
    const { title, documentVersion, contract, operations } = api;
    const hash = createHash('sha256').update(JSON.stringify(contract)).digest('base64url');
    const routeKeys = operations.map(({ method, path }) => toRouteKey(method, path));
    return {
      scopes: this.compareScopes(read)
        .filter(({ state }) => state === 'new')
        .map(({ name, title: words, description }) => ({ name, title: words, description })),
      document: { document, format, title, documentVersion, contract, hash, notes, routeKeys },
    };
  }
}
