import i18next from 'i18next';
import { formatNumber } from '../../../lib/format';

/** What one of several is called; the others are in a form once. */
const NAMES = {
  name: 'fields.name',
  description: 'fields.description',
  hosts: 'fields.hosts',
  basePath: 'fields.basePath',
  audience: 'fields.audience',
  targets: 'fields.one.target',
  connectTimeoutMs: 'fields.connectTimeoutMs',
  responseTimeoutMs: 'fields.responseTimeoutMs',
  providerId: 'fields.one.provider',
  tls: 'fields.tls',
  policies: 'fields.one.policies',
  callers: 'fields.callers',
  routes: 'fields.one.route',
} as const;

/** A field as operators know it: `routes.0.path` is in "Route 1". */
export function describeField(field: string): string {
  const [first = '', second = ''] = field.split('.');
  const name = Object.hasOwn(NAMES, first) ? i18next.t(`apis:${NAMES[first as keyof typeof NAMES]}`) : first;
  return /^\d+$/.test(second)
    ? i18next.t('apis:fields.numbered', { name, number: formatNumber(Number(second) + 1) })
    : name;
}
