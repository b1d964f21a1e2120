import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Section } from '../../../../components/ui/page';
import { formatDateTime } from '../../../../lib/format';
import { pages } from '../../../../lib/paths';
import type { SectionProperties } from '../section';
import { useDocument } from './documents';
import { ValidationFields } from './validation-fields';

type Published = SectionProperties & { readonly stored: NonNullable<SectionProperties['stored']> };

function ContractFields({ value, stored, problem, onChange }: Published) {
  const document = useDocument(stored.id);
  const { requestValidation } = value.policies ?? {};
  if (document.isPending) return <Text size="sm">Looking for its document…</Text>;
  const upload = (label: string) => (
    <Anchor component={Link} to={pages.apiDocument(stored.id)} size="sm" underline="always">
      {label}
    </Anchor>
  );
  if (!document.data && requestValidation == null) {
    return (
      <Text size="sm">
        {document.isError ? 'Its document cannot be read right now.' : 'It has no OpenAPI document yet.'}{' '}
        {upload('Upload one')}
      </Text>
    );
  }
  return (
    <Stack>
      {document.data && (
        <Text size="sm">
          {document.data.title} {document.data.documentVersion}, since{' '}
          {formatDateTime(document.data.updatedAt)}. {upload('Document and updates')}
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
  const { stored } = properties;
  return (
    <Section title="OpenAPI" hint="Requests can be held against the document that describes the API.">
      {stored === undefined ? (
        <Text size="sm">
          This needs an OpenAPI document.{' '}
          <Anchor component={Link} to={pages.importApi} size="sm" underline="always">
            Import one in place of this
          </Anchor>
          , or upload one once the API is published.
        </Text>
      ) : (
        <ContractFields {...properties} stored={stored} />
      )}
    </Section>
  );
}
