import type { KeySetCheck } from '@gatehouse/dto';
import { Alert, Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFormProblems } from '../../../lib/form-problems';
import { checkKeySet } from './api';
import type { IssuerDraft } from './issuer-draft';

interface Properties {
  readonly draft: IssuerDraft;
  readonly onChange: (part: Partial<IssuerDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

const EXAMPLES = {
  address: 'https://idp.example/jwks',
  keys: '{"keys":[{"kty":"EC", …}]}',
  certificate: '-----BEGIN CERTIFICATE-----',
};

function CheckResult({ check }: { readonly check: KeySetCheck }) {
  const { t } = useTranslation('trusted-issuers');
  if (!check.isReadable) {
    return (
      <Alert color="red" variant="light" title={t('check.unusable')} role="alert">
        {t('check.because', { reason: check.reason })}
      </Alert>
    );
  }
  return (
    <Alert color="gate" variant="light" title={t('check.usable')} role="status">
      {check.keys.length === 0 ? t('check.noKey') : t('check.keys', { keys: check.keys.join(', ') })}
    </Alert>
  );
}

/** What its signatures are verified with. */
export function KeysInput({ draft, onChange, problem }: Properties) {
  const { t } = useTranslation('trusted-issuers');
  const [check, setCheck] = useState<KeySetCheck>();
  const [isBusy, setBusy] = useState(false);

  async function tryAddress(): Promise<void> {
    setBusy(true);
    try {
      setCheck(await checkKeySet(draft.jwksUri));
    } catch (error) {
      const { fields, summary } = toFormProblems(error);
      setCheck({ isReadable: false, reason: fields['jwksUri'] ?? summary, keys: [] });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack>
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('keys.address')}
          description={t('keys.addressHint')}
          placeholder={EXAMPLES.address}
          value={draft.jwksUri}
          error={problem('jwksUri')}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setCheck(undefined);
            onChange({ jwksUri: event.currentTarget.value.trim() });
          }}
        />
        <Button
          variant="default"
          loading={isBusy}
          disabled={draft.jwksUri === ''}
          onClick={() => void tryAddress()}
        >
          {t('keys.try')}
        </Button>
      </Group>
      {check !== undefined && <CheckResult check={check} />}
      <Textarea
        label={t('keys.set')}
        description={t('keys.setHint')}
        placeholder={EXAMPLES.keys}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={draft.jwks}
        error={problem('jwks')}
        onChange={(event) => onChange({ jwks: event.currentTarget.value })}
      />
      <Textarea
        label={t('keys.certificates')}
        description={t('keys.certificatesHint')}
        placeholder={EXAMPLES.certificate}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={draft.certificates}
        error={problem('certificates')}
        onChange={(event) => onChange({ certificates: event.currentTarget.value })}
      />
    </Stack>
  );
}
