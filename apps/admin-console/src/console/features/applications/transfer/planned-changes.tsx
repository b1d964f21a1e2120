import type { LimitInput, PlannedChange } from '@gatehouse/dto';
import { Code, Text, VisuallyHidden } from '@mantine/core';
import i18next from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { formatDuration, formatNumber } from '../../../../lib/format';
import classes from './transfer.module.css';

/** One that has no name in the texts keeps that of the REST API. */
const nameField = (field: string): string =>
  i18next.exists(`applications:fields.${field}`)
    ? i18next.t(`applications:fields.${field as 'name'}`)
    : field;

const LONGEST = 300;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

type Limit = Pick<LimitInput, 'requests' | 'per'>;

const describeLimit = ({ requests, per }: Limit): string =>
  i18next.t('applications:plan.limit', {
    requests: formatNumber(requests),
    per: i18next.t(`ui:per.${per}`),
  });

/** One item of a list: a text, a limit, or an API with what it says. */
function describeItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { api, role, limits, requests } = item as {
    readonly api?: string;
    readonly role?: string;
    readonly limits?: readonly Limit[];
    readonly requests?: number;
  };
  if (requests !== undefined) return describeLimit(item as Limit);
  if (api === undefined) return cut(JSON.stringify(item));
  if (limits !== undefined)
    return i18next.t('applications:plan.apiLimit', { api, limits: limits.map(describeLimit).join(', ') });
  return role === 'resource-server' ? i18next.t('applications:plan.resourceServer', { api }) : api;
}

function describeValue(field: string, value: unknown): string | undefined {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value === 'boolean') return i18next.t(`applications:plan.${value ? 'yes' : 'no'}`);
  if (typeof value === 'number')
    return field.endsWith('Seconds') ? formatDuration(value) : formatNumber(value);
  if (Array.isArray(value)) return cut(value.map(describeItem).join(', '));
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function Value({ text }: { readonly text: string | undefined }) {
  const { t } = useTranslation('applications');
  return text === undefined ? <span className={classes.nothing}>{t('plan.none')}</span> : text;
}

/** What a list loses and gets: of a long one nobody wants to read the rest. */
function ListChange({ lost, got }: { readonly lost: readonly string[]; readonly got: readonly string[] }) {
  const { t } = useTranslation('applications');
  return (
    <ul className={classes.items}>
      {lost.map((item) => (
        <li key={`- ${item}`}>
          <del className={classes.before}>
            <VisuallyHidden>{t('plan.removed')} </VisuallyHidden>
            {item}
          </del>
        </li>
      ))}
      {got.map((item) => (
        <li key={`+ ${item}`}>
          <ins className={classes.after}>
            <VisuallyHidden>{t('plan.added')} </VisuallyHidden>
            {item}
          </ins>
        </li>
      ))}
    </ul>
  );
}

const toItems = (value: unknown): readonly string[] | undefined =>
  value === null ? [] : Array.isArray(value) ? value.map(describeItem) : undefined;

function Change({ field, before, after }: PlannedChange) {
  const { t } = useTranslation('applications');
  const [old, next] = [toItems(before), toItems(after)];
  if (old !== undefined && next !== undefined) {
    const lost = old.filter((item) => !next.includes(item));
    const got = next.filter((item) => !old.includes(item));
    if (lost.length + got.length > 0) return <ListChange lost={lost} got={got} />;
  }
  return (
    <span>
      <del className={classes.before}>
        <VisuallyHidden>{t('plan.before')} </VisuallyHidden>
        <Value text={describeValue(field, before)} />
      </del>{' '}
      <span aria-hidden>→</span>{' '}
      <ins className={classes.after}>
        <VisuallyHidden>{t('plan.after')} </VisuallyHidden>
        <Value text={describeValue(field, after)} />
      </ins>
    </span>
  );
}

/** Of an application itself, and of each of its clients. */
function groupChanges(changes: readonly PlannedChange[]): ReadonlyMap<string, readonly PlannedChange[]> {
  const groups = new Map<string, PlannedChange[]>();
  for (const change of changes)
    groups.set(change.client ?? '', [...(groups.get(change.client ?? '') ?? []), change]);
  return groups;
}

/** Each field that changes, from what to what. */
export function PlannedChanges({ changes }: { readonly changes: readonly PlannedChange[] }) {
  const { t } = useTranslation('applications');
  return [...groupChanges(changes)].map(([client, fields]) => (
    <div key={client}>
      {client !== '' && (
        <Text size="sm" mt="xs" mb={4}>
          <Trans t={t} i18nKey="plan.client" components={{ id: <Code>{client}</Code> }} />
        </Text>
      )}
      <dl className={classes.changes}>
        {fields.map((change) => (
          <div key={change.field}>
            <dt>{nameField(change.field)}</dt>
            {change.field !== 'clientId' && (
              <dd>{change.after === undefined ? t('plan.changes') : <Change {...change} />}</dd>
            )}
          </div>
        ))}
      </dl>
    </div>
  ));
}
