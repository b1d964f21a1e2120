import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WrongApisFileError } from './apis/document/apis-file.service.js';
import { isDocumentUpload } from './apis/openapi/upload.js';
import { AppModule } from './app.module.js';
import { recordRefusal } from './audit/refusals.js';
import { type Env, EnvError, readEnv } from './platform/env.js';
import { serveMetrics, serveWorkerMetrics } from './platform/metrics/serve-metrics.js';
import { endOnSignal } from './platform/process-end.js';
import { StillbornError, supervise } from './platform/supervisor.js';
import { WORKER_READY } from './platform/worker-messages.js';
import { createLogger, type Logger } from './platform/logger.js';
import { ProblemFilter } from './platform/problem.filter.js';
import { type RunningPlatform, startPlatform } from './platform/start-platform.js';
import { TlsFilesError } from './platform/tls-files.js';
import { createValidationPipe } from './platform/validation.js';

const MAX_JSON_BODY = '256kb';
const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');

/** Starts the planes on a platform; their listeners open as the application boots. */
async function startPlanes({ platform }: RunningPlatform): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forPlatform(platform), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.useBodyParser('json', {
    limit: MAX_JSON_BODY,
    type: (request: IncomingMessage) => isJson(request) && !isDocumentUpload(request),
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.useGlobalPipes(createValidationPipe());
  app.useGlobalFilters(
    new ProblemFilter(platform.logger, (request, detail) => recordRefusal(platform, request, detail)),
  );
  await app.init();
  return app;
}

async function start(env: Env, logger: Logger): Promise<void> {
  // For the supervisor alone, though a whole group may be sent them.
  if (env.worker > 0)
    for (const signal of ['SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => undefined);
  // A fault in one request must not end the others.
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));
  const running = await startPlatform(env, logger);
  const app = await startPlanes(running);
  const endMetrics = await serveMetrics(env, logger, running.platform.metrics);
  endOnSignal({
    env,
    logger,
    drain: running.platform.drain,
    close: async () => {
      await app.close();
      await endMetrics();
      await running.stop();
    },
  });
  if (env.worker === 0) return sayReady(env, logger);
  logger.info('worker ready', { worker: env.worker, startMs: Math.round(performance.now()) });
  process.send?.(WORKER_READY);
}

/** Of this process, or of all workers together. */
function sayReady(env: Env, logger: Logger): void {
  logger.info('ready', {
    ...(env.workers > 1 && { workers: env.workers }),
    roles: [...env.roles],
    issuer: env.issuer,
    gateway: env.gatewayUrl,
    admin: env.adminUrl,
    startMs: Math.round(performance.now()),
  });
}

try {
  const env = readEnv();
  const logger = createLogger(env.logLevel);
  if (env.workers > 1 && env.worker === 0) {
    await serveWorkerMetrics(env, logger);
    if (await supervise(env, logger)) sayReady(env, logger);
  } else await start(env, logger);
} catch (error) {
  const isExpected =
    error instanceof EnvError || error instanceof StillbornError || error instanceof WrongApisFileError;
  const isOfTls = error instanceof TlsFilesError;
  process.stderr.write(
    `${isOfTls ? `Gatehouse cannot start: ${error.message}` : isExpected ? error.message : `Gatehouse cannot start: ${String((error as Error).stack)}`}\n`,
  );
  process.exit(1);
}
