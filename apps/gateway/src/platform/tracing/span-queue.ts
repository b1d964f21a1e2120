import { type Context, TraceFlags } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Span,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { TracingOptions } from './tracing.js';

/** Spans that wait. */
const CAPACITY = 8_192;
const SCHEDULE = { maxQueueSize: CAPACITY, maxExportBatchSize: 1_024, scheduledDelayMillis: 1_000 };

/**
 * Spans on their way to the exporter. The library's queue drops what comes beyond its size and tells nobody: here that is
 * counted, and said once, before it can come to that.
 */
export class SpanQueue implements SpanProcessor {
  dropped = 0;
  private waiting = 0;
  private isFull = false;
  private readonly batches: BatchSpanProcessor;

  constructor(
    exporter: SpanExporter,
    private readonly logger: TracingOptions['logger'],
  ) {
    this.batches = new BatchSpanProcessor(
      {
        export: (spans, settle) => {
          this.waiting -= spans.length;
          if (this.waiting < CAPACITY / 2) this.isFull = false;
          exporter.export(spans, settle);
        },
        forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
        shutdown: () => exporter.shutdown(),
      },
      SCHEDULE,
    );
  }

  onStart(span: Span, context: Context): void {
    this.batches.onStart(span, context);
  }

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    if (this.waiting >= CAPACITY) return this.drop();
    this.waiting += 1;
    this.batches.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.batches.shutdown();
  }

  private drop(): void {
    this.dropped += 1;
    if (!this.isFull)
      this.logger.warn('more spans than the collector takes in time: some are dropped', {
        waiting: CAPACITY,
      });
    this.isFull = true;
  }
}
