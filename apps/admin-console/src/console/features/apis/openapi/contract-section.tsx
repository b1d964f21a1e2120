import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Trans, useTranslation } from 'react-i18next';
import { Section } from '../../../../components/ui/page';
import { formatDateTime } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import type { SectionProperties } from '../section';
import { useDocument } from './documents';
import { ValidationFields } from './validation-fields';

type Published = SectionProperties & { readonly stored: NonNullable<SectionProperties['stored']> };

function ContractFields({ value, stored, problem, onChange }: Published) {
  const { t } = useTranslation('apis');
  const document = useDocument(stored.id);
  const { requestValidation } = value.policies ?? {};
  if (document.isPending) return <Text size="sm">{t('openapi.looking')}</Text>;
  const upload = (label: string) => (
    <Anchor component={Link} to={pages.apiDocument(stored.id)} size="sm" underline="always">
      {label}
    </Anchor>
  );
  if (!document.data && requestValidation == null) {
    return (
      <Text size="sm">
        {document.isError ? t('openapi.unreadable') : t('openapi.none')} {upload(t('openapi.upload'))}
      </Text>
    );
  }
  return (
    <Stack>
      {document.data && (
        <Text size="sm">
          {t('openapi.since', {
            title: document.data.title,
            version: document.data.documentVersion,
            time: formatDateTime(document.data.updatedAt),
          })}{' '}
          {upload(t('openapi.manage'))}
        </Text>
      )}
      <ValidationFields
        value={requestValidation}
        problem={(field) =>
          problem(field === '' ? 'policies.requestValidation' : `policies.requestValidation.${field}`)
        }
        onChange={(changed) => onChange({ policies: { ...value.policies, requestValidation: changed } })}
      />
    </Stack>
  );
}

/** Requests held against the API's OpenAPI document. */
export function ContractSection(properties: SectionProperties) {
  const { t } = useTranslation('apis');
  const { stored } = properties;
  return (
    <Section title={t('openapi.title')} hint={t('openapi.hint')}>
      {stored === undefined ? (
        <Text size="sm">
          <Trans
            t={t}
            i18nKey="openapi.needed"
            components={{
              import: <Anchor component={Link} to={pages.importApi} size="sm" underline="always" />,
            }}
          />
        </Text>
      ) : (
        <ContractFields {...properties} stored={stored} />
      )}
    </Section>
  );
}
