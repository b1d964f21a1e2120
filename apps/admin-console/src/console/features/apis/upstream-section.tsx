import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { ConnectionTest } from './connection-test';
import type { SectionProperties } from './section';
import { UpstreamInput } from './upstream-input';

/** Where the service behind the API is. */
export function UpstreamSection(properties: SectionProperties) {
  const { t } = useTranslation('apis');
  return (
    <Section title={t('upstream.title')} hint={t('upstream.hint')}>
      <Stack>
        <UpstreamInput {...properties} />
        <ConnectionTest {...properties} />
      </Stack>
    </Section>
  );
}
