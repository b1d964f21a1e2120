import { Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { MaintenanceFields } from './maintenance-fields';
import classes from './routes-input.module.css';
import type { SectionProperties } from './section';

/** What the API is, and where callers find it. */
export function ServiceSection(properties: SectionProperties) {
  const { value, problem, onChange } = properties;
  return (
    <Section title="The service">
      <Stack>
        <div className={classes.route}>
          <TextInput
            label="Name"
            description="For operators and client developers."
            required
            maxLength={100}
            value={value.name}
            error={problem('name')}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Base path"
            description="Where callers find it at the gateway."
            required
            value={value.basePath}
            error={problem('basePath')}
            spellCheck={false}
            onChange={(event) => onChange({ basePath: event.currentTarget.value.trim() })}
          />
        </div>
        <TagsInput
          label="Hosts"
          description="Only found at these, for example api.example.com or *.example.com. None: at the gateway's own."
          placeholder={(value.hosts ?? []).length === 0 ? 'Type one and press Enter' : ''}
          value={value.hosts ?? []}
          error={problem('hosts')}
          onChange={(hosts) => onChange({ hosts })}
        />
        <TextInput
          label="Audience"
          description="Whom access tokens for it are for (RFC 8707). Empty: the first address of the API."
          maxLength={500}
          value={value.audience ?? ''}
          error={problem('audience')}
          spellCheck={false}
          onChange={(event) => onChange({ audience: event.currentTarget.value.trim() })}
        />
        <Textarea
          label="Description"
          maxLength={2000}
          autosize
          minRows={2}
          value={value.description ?? ''}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
        <Switch
          label="Published"
          checked={value.enabled ?? true}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <MaintenanceFields {...properties} />
        <Switch
          label="In the catalogue"
          description="Anybody can read its name, description, operations and scopes there."
          checked={value.policies?.isListed ?? false}
          onChange={(event) =>
            onChange({ policies: { ...value.policies, isListed: event.currentTarget.checked } })
          }
        />
      </Stack>
    </Section>
  );
}
