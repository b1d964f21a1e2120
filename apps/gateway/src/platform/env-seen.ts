import { findUrlProblem } from './env-urls.js';

/** Settings of how traces are told to an OpenTelemetry collector. */
export interface TraceSettings {
  /** Where traces are posted to; empty: there are none. */
  readonly url: string;
  /** Sent with them; may be secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly sampler: string;
  /** 0 to 1. */
  readonly samplerRatio: number;
}

/** Settings of how the outside sees what Gatehouse does. */
export interface SeenSettings {
  readonly callLogPerSecond: number;
  /** 0: none. */
  readonly metricsPort: number;
  /** Empty: metrics are for this machine alone. */
  readonly metricsToken: string;
  readonly countsApplications: boolean;
  /** A path, `stdout`, or empty: none. */
  readonly accessLog: string;
  readonly traces: TraceSettings;
}

type Text = (name: string) => string;

/** As the OpenTelemetry specification names them. */
const SAMPLERS: readonly string[] = ['always_on', 'always_off', 'traceidratio'].flatMap((name) => [
  name,
  `parentbased_${name}`,
]);

function findRatioProblem(text: string): string | undefined {
  const ratio = Number(text);
  return /^[\d.]+$/.test(text) && ratio >= 0 && ratio <= 1 ? undefined : 'must be a number from 0 to 1';
}

/** `name=value,name=value`, the values percent-encoded (W3C Baggage §3.3.1), as OpenTelemetry has its lists. */
function parsePairs(text: string): Readonly<Record<string, string>> | undefined {
  const pairs: Record<string, string> = {};
  for (const pair of text.split(',').map((one) => one.trim())) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 1) return undefined;
    try {
      pairs[pair.slice(0, equals).trim()] = decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      return undefined;
    }
  }
  return pairs;
}

/** What is wrong with the text of one of these settings; undefined when nothing is. */
export function findSeenProblem(type: string, text: string): string | undefined {
  switch (type) {
    case 'http-url':
      return findUrlProblem(text, ['http:', 'https:'], false);
    case 'ratio':
      return findRatioProblem(text);
    case 'sampler':
      return SAMPLERS.includes(text) ? undefined : `must be one of ${SAMPLERS.join(', ')}`;
    case 'pairs':
      return parsePairs(text) === undefined
        ? 'must be name=value, separated by commas, each value percent-encoded'
        : undefined;
    default:
      return undefined;
  }
}

/** @param text of a setting, valid */
export const toSeenSettings = (text: Text): SeenSettings => ({
  callLogPerSecond: Number(text('GATEHOUSE_CALL_LOG_PER_SECOND')),
  metricsPort: Number(text('GATEHOUSE_METRICS_PORT')),
  metricsToken: text('GATEHOUSE_METRICS_TOKEN'),
  countsApplications: text('GATEHOUSE_METRICS_APPLICATIONS') === 'true',
  accessLog: text('GATEHOUSE_ACCESS_LOG'),
  traces: {
    url: findTracesUrl(text),
    headers: parsePairs(text('OTEL_EXPORTER_OTLP_HEADERS')) ?? {},
    serviceName: text('OTEL_SERVICE_NAME'),
    resourceAttributes: parsePairs(text('OTEL_RESOURCE_ATTRIBUTES')) ?? {},
    sampler: text('OTEL_TRACES_SAMPLER'),
    samplerRatio: Number(text('OTEL_TRACES_SAMPLER_ARG')),
  },
});

/** OpenTelemetry's OTLP exporter: the endpoint of traces as it stands, the one of everything with a path added. */
function findTracesUrl(text: Text): string {
  if (text('OTEL_SDK_DISABLED') === 'true') return '';
  const own = text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const common = text('OTEL_EXPORTER_OTLP_ENDPOINT');
  return own !== '' || common === '' ? own : `${common.replace(/\/$/, '')}/v1/traces`;
}
