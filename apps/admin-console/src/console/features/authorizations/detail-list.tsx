import type { SaidDetail } from '@gatehouse/dto';
import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DetailFields, DetailWords } from '../../../components/ui/detail-words';

/** What was allowed in detail (RFC 9396), in the operator's language. */
export function DetailList({ details }: { readonly details: readonly SaidDetail[] | undefined }) {
  const { t } = useTranslation('authorizations');
  if (details === undefined) return null;
  return (
    <List size="sm" spacing={4} listStyleType="none">
      {details.map(({ title, fields }, place) => (
        <List.Item key={place}>
          <DetailWords parts={title} />
          <DetailFields label={t('details.all')} fields={fields} />
        </List.Item>
      ))}
    </List>
  );
}
