import type { SettingSource } from '@gatehouse/dto';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What is set here has the console's own colour. */
const COLORS = { environment: { color: 'blue' }, database: {}, default: { color: 'gray' } } as const;

/** Where the value in force comes from. */
export function SourceBadge({ source }: { readonly source: SettingSource }) {
  const { t } = useTranslation('settings');
  return (
    <Badge variant="light" {...COLORS[source]} tt="none">
      {t(`source.${source}`)}
    </Badge>
  );
}
