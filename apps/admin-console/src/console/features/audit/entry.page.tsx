import type { AuditEntry } from '@gatehouse/dto';
import { Alert, Anchor, Badge, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { formatDate, formatTime } from '../../../lib/format';
import { auditOf, pages } from '../../../lib/paths';
import { useEntry } from './api';
import { ChangesTable } from './changes-table';
import classes from './audit.module.css';
import { describeAction, describeActor, describeType, findBadge, findSubjectPage } from './words';

interface FactProperties {
  readonly name: string;
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, isWhole = false, children }: FactProperties) {
  return (
    <div className={`${classes.fact ?? ''} ${isWhole ? (classes.whole ?? '') : ''}`}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Who({ actor }: Pick<AuditEntry, 'actor'>) {
  const { t } = useTranslation('audit');
  const { name, kind } = describeActor(actor);
  return (
    <>
      {actor.kind === 'operator' && actor.id !== null ? (
        <Anchor component={Link} to={pages.user(actor.id)}>
          {name}
        </Anchor>
      ) : (
        name
      )}
      {kind !== '' && (
        <Text size="sm" c="var(--quiet-text)">
          {kind}
        </Text>
      )}
      {actor.id !== null && (
        <Anchor component={Link} to={auditOf({ actor: actor.id })} size="sm">
          {t('entry.allBy', { name })}
        </Anchor>
      )}
    </>
  );
}

function About({ subject }: Pick<AuditEntry, 'subject'>) {
  const { t } = useTranslation('audit');
  const page = findSubjectPage(subject);
  const name = subject.name ?? subject.id ?? '–';
  return (
    <>
      {page === undefined ? (
        name
      ) : (
        <Anchor component={Link} to={page}>
          {name}
        </Anchor>
      )}
      <Text size="sm" c="var(--quiet-text)">
        {describeType(subject.type)}
      </Text>
      {subject.id !== null && (
        <Anchor component={Link} to={auditOf({ type: subject.type, subject: subject.id })} size="sm">
          {t('entry.allOf')}
        </Anchor>
      )}
    </>
  );
}

function Facts({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const { at, actor, subject, address, requestId, operation, action, detail, hash, isWithheld } = entry;
  return (
    <dl className={classes.facts}>
      <Fact name={t('columns.when')}>
        {formatTime(at)}
        <Text size="sm" c="var(--quiet-text)">
          {formatDate(at)}
        </Text>
      </Fact>
      <Fact name={t('columns.who')}>
        <Who actor={actor} />
      </Fact>
      <Fact name={t('columns.about')}>
        <About subject={subject} />
      </Fact>
      <Fact name={t('entry.from')}>{isWithheld ? t('entry.withheld') : (address ?? '–')}</Fact>
      {detail !== null && <Fact name={t('entry.detail')}>{detail}</Fact>}
      <Fact name={t('entry.action')}>
        <Code>{action}</Code>
      </Fact>
      {requestId !== null && (
        <Fact name={t('entry.request')}>
          <Code>{requestId}</Code>
          {operation !== null && (
            <div>
              <Anchor component={Link} to={auditOf({ operation })} size="sm">
                {t('entry.allOfRequest')}
              </Anchor>
            </div>
          )}
        </Fact>
      )}
      <Fact name={t('entry.hash')} isWhole>
        <Code className={classes.hash ?? ''}>{hash}</Code>
      </Fact>
    </dl>
  );
}

/** One entry: who, what, and each field before and after. */
export function AuditEntryPage() {
  const { t } = useTranslation('audit');
  const back = { to: pages.audit, label: t('title') };
  const { number = '' } = useParams();
  const result = useEntry(Number(number));
  return (
    <LoadedPage result={result} title={t('entry.loading')} back={back}>
      {(entry) => {
        const badge = findBadge(entry.result);
        return (
          <Page
            title={describeAction(entry.action)}
            back={back}
            description={
              <>
                {t('entry.number', { number: entry.number })}{' '}
                {badge !== undefined && (
                  <Badge variant="light" color="red" tt="none" component="span">
                    {badge}
                  </Badge>
                )}
              </>
            }
          >
            <Section title={t('entry.happened')}>
              <Facts entry={entry} />
            </Section>
            {entry.changes.length > 0 && (
              <Section title={t('changes.title')} hint={t('changes.hint')}>
                {entry.isWithheld && (
                  <Alert variant="light" color="gray">
                    {t('changes.withheld')}
                  </Alert>
                )}
                <ChangesTable entry={entry} />
              </Section>
            )}
          </Page>
        );
      }}
    </LoadedPage>
  );
}
