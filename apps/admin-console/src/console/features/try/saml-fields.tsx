import { Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AssertionRules } from './assertion-rules';
import type { FieldsProperties } from './step-fields';

const PARTS = {
  issuer: 'Issuer',
  subject: 'NameID',
  audience: 'Audience',
  time: 'NotOnOrAfter',
  identifier: 'ID',
  signature: 'X.509, RSA-SHA256 …',
  hasRecipient: true,
} as const;

/** A SAML assertion that somebody else has signed, and what it has to say. */
export function SamlFields({ place, given, onChange }: FieldsProperties) {
  const { t } = useTranslation('try');
  return (
    <Stack gap="md">
      <AssertionRules place={place} parts={PARTS} />
      <Textarea
        label={t('assertion.saml')}
        description={`${t('assertion.samlHint')} ${t('assertion.memory')}`}
        value={given.samlAssertion}
        autosize
        minRows={4}
        maxRows={10}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ samlAssertion: event.currentTarget.value.trim() })}
      />
    </Stack>
  );
}
