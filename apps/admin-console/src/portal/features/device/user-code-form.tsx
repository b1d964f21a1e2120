import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem';
import { useTitle } from '../../ui/use-title';
import { enterUserCode } from './api';
import classes from './user-code-form.module.css';

/** A code to type, or to compare where the address brought it (RFC 8628 §3.3.1); it is never sent by itself. */
export function UserCodeForm({ prefilled }: { readonly prefilled: string }) {
  const { t } = useTranslation('device');
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const isPrefilled = prefilled !== '';

  useTitle(t('title'));

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      location.assign(await enterUserCode(input.current?.value ?? ''));
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {t('title')}
          </Title>
          <Text c="var(--quiet-text)" mt={4}>
            {t(isPrefilled ? 'leadCompare' : 'leadType')}
          </Text>
        </div>
        <ProblemAlert error={problem} field={input} />
        <TextInput
          ref={input}
          label={t('label')}
          description={t('description')}
          name="user_code"
          defaultValue={prefilled.slice(0, 64)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={64}
          autoFocus={!isPrefilled}
          size="lg"
          classNames={{ input: classes.code }}
        />
        <Button type="submit" size="md" loading={isBusy} fullWidth>
          {t('submit')}
        </Button>
        <Text size="xs" c="var(--quiet-text)">
          {t('warning')}
        </Text>
      </Stack>
    </form>
  );
}
