import { Avatar, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format';
import { Section } from '../../ui/section';
import type { Change } from '../../ui/use-change';
import { type BlockedApplication, unblock } from './api';
import classes from './waiting.module.css';

interface Properties {
  readonly blocked: readonly BlockedApplication[];
  readonly change: Change;
}

/** Whom the person does not want to be asked by; nothing where there is nobody. */
export function BlockedSection({ blocked, change }: Properties) {
  const { t } = useTranslation('account-requests');
  if (blocked.length === 0) return null;
  return (
    <Section title={t('blocked.title')}>
      <Stack gap="sm" component="ul" m={0} p={0}>
        {blocked.map(({ id, name, logoUrl, blockedAt }) => (
          <Group key={id} component="li" wrap="nowrap" gap="sm" className={classes.blocked}>
            <Avatar src={logoUrl} name={name} color="gray" radius="md" size="sm" aria-hidden />
            <div className={classes.facts}>
              <Text size="sm" fw={550}>
                {name}
              </Text>
              <Text size="xs" c="var(--quiet-text)">
                {t('blocked.since', { date: formatDate(blockedAt) })}
              </Text>
            </div>
            <Button
              variant="default"
              size="xs"
              disabled={change.isBusy}
              aria-label={t('blocked.unblockNamed', { name })}
              onClick={() => change.run(() => unblock(id))}
            >
              {t('blocked.unblock')}
            </Button>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
