import type { IssuerCheck } from '@gatehouse/dto';
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFormProblems } from '../../../lib/form-problems';
import { checkIssuer } from './api';

interface Properties {
  readonly issuer: string;
  /** People are linked by it: it stays. */
  readonly isFixed: boolean;
  readonly problem: string | undefined;
  readonly onChange: (issuer: string) => void;
}

const EXAMPLE_ISSUER = 'https://accounts.example.com';

/** Which provider it is, and whether it answers. */
export function IssuerInput({ issuer, isFixed, problem, onChange }: Properties) {
  const { t } = useTranslation('identity-providers');
  const [check, setCheck] = useState<IssuerCheck>();
  const [isBusy, setBusy] = useState(false);

  async function tryIt(): Promise<void> {
    setBusy(true);
    try {
      setCheck(await checkIssuer(issuer));
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      setCheck({ isUsable: false, reason: fields['issuer'] ?? summary });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="xs">
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('list.issuer')}
          description={isFixed ? t('issuer.fixed') : t('issuer.hint')}
          placeholder={EXAMPLE_ISSUER}
          required
          readOnly={isFixed}
          value={issuer}
          error={problem}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setCheck(undefined);
            onChange(event.currentTarget.value.trim());
          }}
        />
        <Button variant="default" loading={isBusy} disabled={issuer === ''} onClick={() => void tryIt()}>
          {t('issuer.check')}
        </Button>
      </Group>
      {check?.isUsable === true && (
        <Alert color="gate" variant="light" role="status" title={t('issuer.answers')}>
          {t('issuer.found')}
        </Alert>
      )}
      {check?.isUsable === false && (
        <Alert color="red" variant="light" role="alert" title={t('issuer.unusable')}>
          {check.reason}
        </Alert>
      )}
    </Stack>
  );
}
