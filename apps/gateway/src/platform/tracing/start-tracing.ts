import { setTimeout as pause } from 'node:timers/promises';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { TraceSettings } from '../env-seen.js';
import { SpanQueue } from './span-queue.js';
import type { Tracing, TracingOptions } from './tracing.js';

/** A process that stops does not wait longer for a collector that is away. */
const LAST_SPANS_MS = 3_000;

/** Says once that the collector is away, and once that it is back; spans are dropped quietly meanwhile. */
class WatchedExporter implements SpanExporter {
  dropped = 0;
  private isAway = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: TracingOptions['logger'],
  ) {}

  export(spans: ReadableSpan[], settle: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.find();
      else this.lose(spans.length, result.error);
      // The queue goes on either way; told of a failure it would say so again, for each batch.
      settle({ code: ExportResultCode.SUCCESS });
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private find(): void {
    if (this.isAway) this.logger.info('the collector takes traces again');
    this.isAway = false;
  }

  private lose(spans: number, error: Error | undefined): void {
    this.dropped += spans;
    if (!this.isAway) this.logger.warn('the collector takes no traces', { error: error?.message });
    this.isAway = true;
  }
}

function toSampler({ sampler, samplerRatio }: TraceSettings): Sampler {
  const root = sampler.replace('parentbased_', '');
  const own =
    root === 'traceidratio'
      ? new TraceIdRatioBasedSampler(samplerRatio)
      : root === 'always_on'
        ? new AlwaysOnSampler()
        : new AlwaysOffSampler();
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root: own }) : own;
}

export function startTracing({ settings, logger, nodeId, version }: TracingOptions): Tracing {
  const { url, headers } = settings;
  const exporter = new WatchedExporter(new OTLPTraceExporter({ url, headers: { ...headers } }), logger);
  const queue = new SpanQueue(exporter, logger);
  const provider = new BasicTracerProvider({
    sampler: toSampler(settings),
    spanProcessors: [queue],
    resource: resourceFromAttributes({
      ...settings.resourceAttributes,
      'service.name': settings.serviceName,
      'service.version': version,
      'service.instance.id': nodeId,
    }),
  });
  return {
    tracer: provider.getTracer('gatehouse', version),
    get dropped() {
      return { untaken: exporter.dropped, unqueued: queue.dropped };
    },
    async stop() {
      const given = new AbortController();
      const late = pause(LAST_SPANS_MS, undefined, { signal: given.signal }).catch(() => undefined);
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, late]);
      given.abort();
    },
  };
}
