import type { Tracer } from '@opentelemetry/api';
import type { TraceSettings } from '../env-seen.js';
import type { Logger } from '../logger.js';

export interface TracingOptions {
  readonly settings: TraceSettings;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly nodeId: string;
  readonly version: string;
}

/** Where spans are begun; they are sent by and by. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Spans that the collector did not take, and those for which there was no room to wait. */
  readonly dropped: { readonly untaken: number; readonly unqueued: number };
  /** Sends what there is, as far as the collector takes it at once. */
  stop(): Promise<void>;
}

/** @returns undefined: nobody wants traces, and nothing of OpenTelemetry is loaded */
export async function openTracing(options: TracingOptions): Promise<Tracing | undefined> {
  if (options.settings.url === '') return undefined;
  const { startTracing } = await import('./start-tracing.js');
  return startTracing(options);
}
