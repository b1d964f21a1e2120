import { Code, Spoiler, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './audit.module.css';
import { describeItem, describePlain, findShortened, type ValueOf } from './describe-value';
import type { FieldWords, ThingKind } from './field-words';
import { Thing } from './thing';

type Plain = string | number | boolean;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Fields that have the ID of something else. */
const IDS: Readonly<Record<string, ThingKind>> = {
  organizationId: 'organizations',
  applicationId: 'applications',
  userId: 'users',
  providerId: 'providers',
  issuerId: 'outside-issuers',
};

/** What is long is folded. */
const LONG = 200;

interface Properties {
  /** Undefined: there is none, or nothing in it. */
  readonly value: unknown;
  readonly of: ValueOf & Pick<FieldWords, 'isDefaulted'>;
}

function PlainValue({ value, of }: { readonly value: Plain; readonly of: ValueOf }) {
  const shortened = typeof value === 'string' ? findShortened(value) : undefined;
  return (
    <>
      <span className={classes.value}>{shortened?.text ?? describePlain(value, of)}</span>
      {shortened !== undefined && (
        <Text size="sm" c="var(--quiet-text)">
          {shortened.note}
        </Text>
      )}
    </>
  );
}

/** One item a line, where each can be said; else the JSON. */
function Structure({ value, of }: Properties) {
  const lines = Array.isArray(value)
    ? value.map((item: unknown) => (isPlain(item) ? describePlain(item, of) : describeItem(item)))
    : [undefined];
  if (lines.includes(undefined)) return <Code block>{JSON.stringify(value, undefined, 2)}</Code>;
  return (
    <ul className={classes.values}>
      {lines.map((line) => (
        <li key={line} className={classes.value}>
          {line}
        </li>
      ))}
    </ul>
  );
}

/** A value as a person reads it. */
export function Value({ value, of }: Properties) {
  const { t } = useTranslation('audit');
  if (value === undefined || value === null)
    return (
      <Text span inherit c="var(--quiet-text)">
        {t(of.isDefaulted ? 'changes.default' : 'changes.notSet')}
      </Text>
    );
  const kind = IDS[of.step.name];
  if (kind !== undefined && typeof value === 'string') return <Thing kind={kind} id={value} />;
  if (isPlain(value) && String(value).length <= LONG) return <PlainValue value={value} of={of} />;
  return (
    <Spoiler maxHeight={140} showLabel={t('changes.more')} hideLabel={t('changes.less')}>
      {isPlain(value) ? <PlainValue value={value} of={of} /> : <Structure value={value} of={of} />}
    </Spoiler>
  );
}
