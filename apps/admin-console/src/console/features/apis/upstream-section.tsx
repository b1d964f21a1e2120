import { Select, Stack } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { useProviders } from './api';
import type { SectionProperties } from './section';
import { UpstreamInput } from './upstream-input';

/** Where the service behind the API is, and what it gets. */
export function UpstreamSection({ value, problem, onChange }: SectionProperties) {
  const providers = useProviders();
  return (
    <Section title="The upstream" hint="How the gateway reaches the service behind it.">
      <Stack>
        <UpstreamInput value={value} problem={problem} onChange={onChange} />
        <Select
          label="Access token for the upstream"
          description="The gateway's own access token that the upstream gets. Callers' tokens never reach it."
          placeholder="None"
          data={providers.data ?? []}
          value={value.providerId ?? null}
          clearable
          searchable
          error={problem('providerId')}
          onChange={(providerId) => onChange({ providerId })}
        />
      </Stack>
    </Section>
  );
}
