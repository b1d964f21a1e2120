import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Inject, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { listSecurityHeaders } from '../platform/pages.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

const UI_DIRECTORY = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const UI_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gatehouse admin REST API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="icon" href="/api/docs/favicon-32x32.png">
</head>
<body>
<div id="reader"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/reader.js"></script>
</body>
</html>
`;

const READER = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reader', deepLinking: true, supportedSubmitMethods: [] });`;

/** The description of the admin REST API, for programs and for people. It holds no secret and needs no sign-in. */
@Controller('api')
export class OpenApiController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get('openapi.json')
  async getDocument(): Promise<object> {
    // Loaded when first asked for: its parts would slow every start.
    const { describeAdminApi } = await import('./open-api.document.js');
    return describeAdminApi(this.platform.env.adminUrl, this.platform.env.issuer);
  }

  @Get('docs')
  getPage(@Res() response: Response): void {
    this.send(response, 'text/html; charset=utf-8', PAGE);
  }

  @Get('docs/:file')
  async getFile(@Param('file') file: string, @Res() response: Response): Promise<void> {
    if (file === 'reader.js') return this.send(response, 'text/javascript; charset=utf-8', READER);
    const type = UI_FILES[file];
    if (type === undefined) throw new NotFoundException();
    this.send(response, type, await readFile(join(UI_DIRECTORY, file)));
  }

  private send(response: Response, type: string, body: string | Buffer): void {
    const headers = listSecurityHeaders(this.platform.env.adminUrl.startsWith('https:'));
    response.set(headers).set('Content-Type', type).end(body);
  }
}
