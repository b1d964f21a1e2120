import { Stack } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { ConnectionTest } from './connection-test';
import type { SectionProperties } from './section';
import { UpstreamInput } from './upstream-input';

/** Where the service behind the API is. */
export function UpstreamSection(properties: SectionProperties) {
  return (
    <Section title="The upstream" hint="How the gateway reaches the service behind it.">
      <Stack>
        <UpstreamInput {...properties} />
        <ConnectionTest {...properties} />
      </Stack>
    </Section>
  );
}
