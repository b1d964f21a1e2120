import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format';
import { addPasskey, removePasskey, type SecurityOverview } from './api';
import { Actions } from '../../ui/actions';
import { ProblemAlert } from '../../ui/problem';
import { Section } from '../../ui/section';
import { useChange } from '../../ui/use-change';

interface Properties {
  readonly overview: SecurityOverview;
  readonly onChanged: () => void;
  readonly onCodes: (codes: readonly string[] | undefined) => void;
}

/** Passkeys: made by the browser, named, removed. */
export function PasskeysSection({ overview, onChanged, onCodes }: Properties) {
  const { t } = useTranslation('account-security');
  const change = useChange(onChanged);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const name = new FormData(form).get('name');
    if (typeof name !== 'string') return;
    change.run(async () => {
      onCodes((await addPasskey(name.trim())).recoveryCodes);
      form.reset();
    });
  }

  return (
    <Section title={t('passkeys.title')}>
      <ProblemAlert error={change.problem} />
      <Text size="sm">{t('passkeys.lead')}</Text>
      <Stack gap="xs" component="ul" m={0} p={0}>
        {overview.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <Group key={id} component="li" justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600}>{name}</Text>
              <Text size="xs" c="var(--quiet-text)">
                {lastUsedAt === null
                  ? t('passkeys.unused', { since: formatDate(createdAt) })
                  : t('passkeys.used', { since: formatDate(createdAt), used: formatDate(lastUsedAt) })}
              </Text>
            </div>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              disabled={!overview.isFresh || change.isBusy}
              aria-label={t('removeNamed', { name })}
              onClick={() => change.run(() => removePasskey(id))}
            >
              {t('remove')}
            </Button>
          </Group>
        ))}
      </Stack>
      {overview.takesPasskeys && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t('passkeys.label')}
              name="name"
              placeholder={t('passkeys.placeholder')}
              required
              withAsterisk={false}
              maxLength={60}
              disabled={!overview.isFresh}
            />
            <Actions>
              <Button type="submit" variant="default" loading={change.isBusy} disabled={!overview.isFresh}>
                {t('passkeys.add')}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Section>
  );
}
