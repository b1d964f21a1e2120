/** An OpenAPI 3.0 document as people write them: by hand, in YAML. */
export const PETSTORE = (server: string): string => `openapi: 3.0.3
info:
  title: Petstore
  version: 1.0.0
  description: Pets, and who looks after them.
servers:
  - url: '{scheme}://{host}/v1'
    variables:
      scheme: { default: http }
      host: { default: '${server}' }
security:
  - oauth: [pets:read]
paths:
  /pets:
    get:
      summary: List pets
      operationId: listPets
      parameters:
        - $ref: '#/components/parameters/limit'
        - name: tag
          in: query
          schema: { type: array, items: { type: string, minLength: 1 } }
        - { name: X-Trace, in: header, schema: { type: string, format: uuid } }
      responses:
        '200': { description: Pets }
    post:
      summary: Add a pet
      operationId: addPet
      security:
        - oauth: [pets:read, pets:write]
        - oauth: [pets:admin]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
      responses:
        '201': { description: Added }
  /pets/{pet-id}:
    parameters:
      - { name: pet-id, in: path, required: true, schema: { type: integer, minimum: 1 } }
    get:
      security:
        - oauth: [pets:read]
        - oauth: [pets:admin]
      responses:
        '200': { description: A pet }
    delete:
      security:
        - oauth: [pets:admin]
      responses:
        '204': { description: Gone }
  /pets/featured:
    get:
      security: []
      responses:
        '200': { description: The pet of the day }
  /status:
    get:
      security:
        - token: []
      responses:
        '200': { description: Fine }
components:
  parameters:
    limit:
      name: limit
      in: query
      schema: { type: integer, minimum: 1, maximum: 100 }
  securitySchemes:
    token: { type: http, scheme: bearer }
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://auth.example/authorize
          tokenUrl: https://auth.example/token
          scopes:
            pets:read: See your pets.
            pets:write: Change your pets. They may notice, and so may others who look after them.
            pets:admin: ''
  schemas:
    Pet:
      type: object
      required: [id, name]
      additionalProperties: false
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string, minLength: 1 }
        nickname: { type: string, nullable: true }
        parent: { $ref: '#/components/schemas/Pet' }
`;

/** An OpenAPI 3.1 document as programs write them. */
export const ORDERS = (server: string) => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '2024-11', summary: 'What was bought.' },
  jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base',
  servers: [{ url: server }, { url: 'https://staging.example' }],
  webhooks: {
    shipped: {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: { 200: { description: 'Heard' } },
      },
    },
  },
  paths: {
    '/orders': { $ref: '#/components/pathItems/orders' },
    '/orders/{id}.pdf': {
      get: { security: [{ oidc: ['orders'] }], responses: { 200: { description: 'Printed' } } },
    },
  },
  components: {
    pathItems: {
      orders: {
        get: {
          security: [{ oidc: ['openid', 'orders'], key: [] }],
          parameters: [
            {
              name: 'filter',
              in: 'query',
              style: 'deepObject',
              schema: {
                type: 'object',
                properties: { paid: { type: 'boolean' } },
                additionalProperties: false,
              },
            },
          ],
          responses: { 200: { description: 'Orders' } },
        },
        post: {
          security: [{ oidc: ['orders'] }],
          requestBody: { $ref: '#/components/requestBodies/order' },
          responses: { 201: { description: 'Bought' } },
        },
      },
    },
    requestBodies: {
      order: {
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/Order' } },
          'multipart/form-data': { schema: { type: 'object' } },
        },
      },
    },
    schemas: {
      Order: {
        type: ['object', 'null'],
        properties: {
          lines: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
        },
        unevaluatedProperties: false,
      },
    },
    securitySchemes: {
      oidc: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://auth.example/.well-known/openid-configuration',
      },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
  },
});

const ANSWERS = { 200: { description: 'Done' } };

/** A document whose requests can be wrong in every way. */
export const PARTS = (server: string) => ({
  openapi: '3.1.0',
  info: { title: 'Parts', version: '1' },
  servers: [{ url: server }],
  security: [],
  paths: {
    '/parts': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string', format: 'uuid' } },
        ],
        responses: ANSWERS,
      },
      post: {
        parameters: [{ name: 'dry', in: 'query', schema: { type: 'boolean' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Part' } }, 'image/*': {} },
        },
        responses: ANSWERS,
      },
    },
    '/parts/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: ANSWERS,
      },
    },
    '/search': {
      get: {
        parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }],
        responses: ANSWERS,
      },
    },
    '/secret': {
      get: {
        security: [{ oidc: ['parts:secret'] }],
        parameters: [{ name: 'n', in: 'query', schema: { type: 'integer' } }],
        responses: ANSWERS,
      },
    },
  },
  components: {
    securitySchemes: { oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://auth.example' } },
    schemas: {
      Part: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          sizes: { type: 'array', items: { type: 'integer' } },
          weights: { type: 'object', additionalProperties: { type: 'integer' } },
        },
      },
    },
  },
});
