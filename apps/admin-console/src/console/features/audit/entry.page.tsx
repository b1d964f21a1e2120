import type { AuditEntry } from '@gatehouse/dto';
import { Alert, Anchor, Badge, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { formatDate, formatTime } from '../../../lib/format';
import { auditOf, pages } from '../../../lib/paths';
import { useEntry } from './api';
import { ChangesTable } from './changes-table';
import classes from './audit.module.css';
import { describeAction, describeActor, describeType, findSubjectPage, RESULTS } from './words';

const BACK = { to: pages.audit, label: 'Audit log' };

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
          Everything by {name}
        </Anchor>
      )}
    </>
  );
}

function About({ subject }: Pick<AuditEntry, 'subject'>) {
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
          All its changes
        </Anchor>
      )}
    </>
  );
}

function Facts({ entry }: { readonly entry: AuditEntry }) {
  const { at, actor, subject, address, requestId, operation, action, detail, hash, isWithheld } = entry;
  return (
    <dl className={classes.facts}>
      <Fact name="When">
        {formatTime(at)}
        <Text size="sm" c="var(--quiet-text)">
          {formatDate(at)}
        </Text>
      </Fact>
      <Fact name="Who">
        <Who actor={actor} />
      </Fact>
      <Fact name="About">
        <About subject={subject} />
      </Fact>
      <Fact name="From">{isWithheld ? 'Not shown to viewers' : (address ?? '–')}</Fact>
      {detail !== null && <Fact name="Detail">{detail}</Fact>}
      <Fact name="Name of the action">
        <Code>{action}</Code>
      </Fact>
      {requestId !== null && (
        <Fact name="Request">
          <Code>{requestId}</Code>
          {operation !== null && (
            <div>
              <Anchor component={Link} to={auditOf({ operation })} size="sm">
                All that it changed
              </Anchor>
            </div>
          )}
        </Fact>
      )}
      <Fact name="Hash of it and of the entry before it" isWhole>
        <Code className={classes.hash ?? ''}>{hash}</Code>
      </Fact>
    </dl>
  );
}

/** One entry: who, what, and each field before and after. */
export function AuditEntryPage() {
  const { number = '' } = useParams();
  const result = useEntry(Number(number));
  return (
    <LoadedPage result={result} title="Entry of the audit log" back={BACK}>
      {(entry) => {
        const badge = RESULTS[entry.result];
        return (
          <Page
            title={describeAction(entry.action)}
            back={BACK}
            description={
              <>
                Entry {entry.number}{' '}
                {badge !== undefined && (
                  <Badge variant="light" color={badge.color} tt="none" component="span">
                    {badge.label}
                  </Badge>
                )}
              </>
            }
          >
            <Section title="What happened">
              <Facts entry={entry} />
            </Section>
            {entry.changes.length > 0 && (
              <Section title="What changed" hint="Secrets are never written down: only that they changed.">
                {entry.isWithheld && (
                  <Alert variant="light" color="gray">
                    You may see which fields changed. Their values are for operators and admins.
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
