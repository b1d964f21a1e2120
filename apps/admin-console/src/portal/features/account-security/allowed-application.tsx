import { DetailFields, DetailWords } from '../../../components/ui/detail-words';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { Sensitivity } from '../../ui/sensitivity';
import { useScopeWords } from '../../ui/use-scope-words';
import { ActionIcon, Anchor, Avatar, Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '../../../lib/format';
import { type AllowedApplication, type AllowedScope, removeAuthorization, removeScope } from './api';
import classes from './allowed-application.module.css';
import { PassedOn } from './passed-on';
import { useWhen } from './use-when';
import type { Change } from '../../ui/use-change';

interface Properties {
  readonly application: AllowedApplication;
  readonly change: Change;
}

interface Question {
  readonly title: string;
  readonly effect: string;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

/** What a removal means, before it happens. */
function Confirmation({ title, effect, onKeep, onRemove, isBusy }: Question & { readonly isBusy: boolean }) {
  const { t } = useTranslation('account-security');
  return (
    <Stack role="group" aria-label={title} gap="xs" className={classes.question}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm">{effect}</Text>
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="default" autoFocus onClick={onKeep}>
          {t('applications.keep')}
        </Button>
        <Button size="xs" color="red.9" loading={isBusy} onClick={onRemove}>
          {t('remove')}
        </Button>
      </Group>
    </Stack>
  );
}

function Use({ uses }: { readonly uses: AllowedScope['uses'] }) {
  const { t } = useTranslation('account-security');
  const tellWhen = useWhen();
  if (uses === null) return null;
  const { calls, lastAt } = uses;
  if (lastAt === null) return t('applications.unused');
  return t('applications.used', { count: calls, number: formatNumber(calls), when: tellWhen(lastAt) });
}

function Permission(properties: Properties & { readonly scope: AllowedScope }) {
  const { application, change, scope } = properties;
  const { t } = useTranslation('account-security');
  const [isAsking, setAsking] = useState<boolean>();
  const { title } = useScopeWords()(scope);
  const names = { name: application.name, permission: title };
  return (
    <li className={classes.permission}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <ScopeIcon icon={scope.icon} />
        <div className={classes.words}>
          <Text size="sm">{title}</Text>
          <Sensitivity sensitivity={scope.sensitivity} />
          {scope.uses !== null && (
            <Text size="xs" c="var(--quiet-text)">
              <Use uses={scope.uses} />
            </Text>
          )}
        </div>
        {scope.isRemovable && application.scopes.length > 1 && isAsking !== true && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('applications.removePermission', names)}
            title={t('remove')}
            // Back from the question.
            autoFocus={isAsking === false}
            onClick={() => setAsking(true)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {isAsking === true && (
        <Confirmation
          title={t('applications.askPermission', names)}
          effect={t('applications.effectPermission', names)}
          isBusy={change.isBusy}
          onKeep={() => setAsking(false)}
          onRemove={() => change.run(() => removeScope(application.id, scope.name))}
        />
      )}
    </li>
  );
}

function Publisher({ application }: { readonly application: AllowedApplication }) {
  const { t } = useTranslation('account-security');
  const { publisher, isVerified, homepageUrl } = application;
  if (publisher === null) return null;
  const by = t('applications.by', { publisher });
  return (
    <Group gap={6}>
      <Text size="sm" c="var(--quiet-text)">
        {homepageUrl === null ? (
          by
        ) : (
          <Anchor href={homepageUrl} target="_blank" rel="noreferrer" underline="always" c="inherit">
            {by}
          </Anchor>
        )}
      </Text>
      {isVerified && (
        <Badge size="sm" variant="light" color="green">
          {t('applications.verified')}
        </Badge>
      )}
    </Group>
  );
}

/** What was allowed in detail: each for itself, the newest first. */
function AllowedDetails({
  application: { name, details = [] },
}: {
  readonly application: AllowedApplication;
}) {
  const { t } = useTranslation('account-security');
  if (details.length === 0) return null;
  return (
    <ul className={classes.permissions} aria-label={t('applications.details', { name })}>
      {details.map(({ title, icon, sensitivity, fields }, place) => (
        <li key={place} className={classes.permission}>
          <Group wrap="nowrap" gap="xs" align="flex-start">
            <ScopeIcon icon={icon} />
            <div className={classes.words}>
              <Text size="sm">
                <DetailWords parts={title} />
              </Text>
              <Sensitivity sensitivity={sensitivity} />
              <DetailFields label={t('applications.detailFields')} fields={fields} />
            </div>
          </Group>
        </li>
      ))}
    </ul>
  );
}

/** An application with what it may do, how much of that it uses, and the way to take it back: one by one, or all. */
export function AllowedApplicationCard({ application, change }: Properties) {
  const { t } = useTranslation('account-security');
  const [isAsking, setAsking] = useState<boolean>();
  const { id, name, description, logoUrl, scopes, allowedAt } = application;
  return (
    <Card component="li" withBorder padding="md" className={classes.card}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Avatar src={logoUrl} name={name} alt="" size={40} radius="md" color="gate" aria-hidden />
        <div className={classes.facts}>
          <Text fw={600}>{name}</Text>
          <Publisher application={application} />
        </div>
        {isAsking !== true && (
          <Button
            variant="default"
            size="xs"
            flex="none"
            aria-label={t('removeNamed', { name })}
            autoFocus={isAsking === false}
            onClick={() => setAsking(true)}
          >
            {t('remove')}
          </Button>
        )}
      </Group>
      {description !== '' && (
        <Text size="sm" mt="xs">
          {description}
        </Text>
      )}
      <Text size="xs" c="var(--quiet-text)" mt={4}>
        {t('applications.allowedOn', { date: formatDate(allowedAt) })}
      </Text>
      {isAsking === true && (
        <Confirmation
          title={t('applications.ask', { name })}
          effect={t('applications.effect', { name })}
          isBusy={change.isBusy}
          onKeep={() => setAsking(false)}
          onRemove={() => change.run(() => removeAuthorization(id))}
        />
      )}
      <ul className={classes.permissions} aria-label={t('applications.permissions', { name })}>
        {scopes.map((scope) => (
          <Permission key={scope.name} application={application} change={change} scope={scope} />
        ))}
      </ul>
      <AllowedDetails application={application} />
      <PassedOn application={application} />
    </Card>
  );
}
