import { ADMIN_SCOPE_DEFINITIONS, ADMIN_SCOPES } from '@gatehouse/scopes';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { ANSWER_SCHEMAS } from './open-api.answers.js';
import type { Schema } from './open-api.schemas.js';
import { type Operation, OPERATIONS } from './open-api.operations.js';

/** Our own validators, which say nothing that JSON Schema could. */
const OUR_OWN = [
  'isScopeName',
  'isBasePath',
  'isHostPattern',
  'isServerName',
  'isUpstreamUrl',
  'isTimeZone',
  'isLanguageTag',
  'isWebUrl',
  'isPhoneNumber',
  'isWebOrigin',
  'isOriginOrStar',
  'isFieldName',
  'isIssuerUri',
  'isReadableUnderWhite',
  'isClaimTemplates',
  'isTextByName',
];

/** The body and query classes of libs/dto, from what they validate. */
export function listInputSchemas(refPointerPrefix = '#/components/schemas/'): Record<string, Schema> {
  return validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix,
    additionalConverters: {
      ...Object.fromEntries(OUR_OWN.map((name) => [name, () => ({})])),
      // What may not stand there is not listed.
      isNotSaid: () => ({ not: {} }),
    },
  }) as Record<string, Schema>;
}

const problem = (description: string): Schema => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const REFUSALS: Readonly<Record<string, Schema>> = {
  '400': problem('Something in the request cannot be accepted; errors names the fields.'),
  '401': problem('No access token, or one that is not valid (RFC 6750).'),
  '403': problem('The access token lacks the scope.'),
  '404': problem('There is no such thing.'),
  '409': problem('In conflict with what is there: taken, in use, built in, or changed meanwhile.'),
};

/** Of the answers that are not JSON. */
const MEDIA_TYPES: Readonly<Record<string, string>> = { Picture: 'image/*' };

const content = (name: string): Schema => ({
  content: {
    [MEDIA_TYPES[name] ?? 'application/json']: { schema: { $ref: `#/components/schemas/${name}` } },
  },
});

function listParameters(operation: Operation, inputs: Record<string, Schema>): Schema[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = operation.query === undefined ? {} : (inputs[operation.query]?.['properties'] ?? {});
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schema as Schema,
  }));
  return [...inPath, ...inQuery];
}

function describe(operation: Operation, inputs: Record<string, Schema>): Schema {
  const { tag, summary, body, answer, status } = operation;
  const isRead = operation.method === 'get' || operation.isRead === true;
  const scope = isRead ? ADMIN_SCOPES.read : ADMIN_SCOPES.write;
  return {
    tags: [tag],
    summary,
    operationId:
      operation.method +
      operation.path.replace(/\W+(\w)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? ''),
    parameters: listParameters(operation, inputs),
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(body) } }),
    responses: {
      [status]: { description: summary, ...(answer === undefined ? {} : content(answer)) },
      ...REFUSALS,
    },
    security: [{ oauth2: [scope] }, { bearer: [] }],
  };
}

/**
 * The OpenAPI 3.1 description of the admin REST API.
 * @param adminUrl origin of the admin listener
 * @param issuer origin of the authorization server
 */
export function describeAdminApi(adminUrl: string, issuer: string): Schema {
  const inputs = listInputSchemas();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const operation of OPERATIONS) {
    (paths[operation.path] ??= {})[operation.method] = describe(operation, inputs);
  }
  const scopes = Object.fromEntries(ADMIN_SCOPE_DEFINITIONS.map(({ name, title }) => [name, title]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse admin REST API',
      version: '1',
      description:
        'All that the console does. Send an access token after "Bearer "; scripts get one with client_credentials ' +
        'from a machine application that is allowed the scopes gatehouse.read and gatehouse.write.',
    },
    servers: [{ url: `${adminUrl}/api` }],
    paths,
    components: {
      schemas: { ...inputs, ...ANSWER_SCHEMAS },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        oauth2: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: `${issuer}/oauth2/token`, scopes } },
        },
      },
    },
  };
}
