import type { BrandDetail } from '@gatehouse/dto';
import { findContrastWithWhite, MAX_LOGO_BYTES, MIN_CONTRAST } from '@gatehouse/dto/brand-limits';
import { Button, ColorInput, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { replaceBrand } from './api';
import { BrandPreview } from './brand-preview';

const LINKS = [
  ['supportUrl', 'Help', 'Where people find help when they cannot sign in.'],
  ['termsUrl', 'Terms', 'Your terms of service.'],
  ['privacyUrl', 'Privacy', 'Your privacy notice.'],
] as const;

const readAsDataUri = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });

type Draft = Omit<BrandDetail, 'logoUrl' | 'version'>;

function LogoInput(properties: {
  readonly logo: string | null;
  readonly problem: string | undefined;
  readonly onChange: (logo: string | null) => void;
}) {
  const { logo, problem, onChange } = properties;
  const [tooLarge, setTooLarge] = useState(false);

  async function choose(file: File | null): Promise<void> {
    if (file === null) return;
    setTooLarge(file.size > MAX_LOGO_BYTES);
    if (file.size <= MAX_LOGO_BYTES) onChange(await readAsDataUri(file));
  }

  return (
    <Stack gap={6}>
      <Text size="sm" fw={650} component="span">
        Logo
      </Text>
      <Text size="xs" c="var(--quiet-text)">
        PNG, JPEG or WebP, at most 48 kB. It is shown 32 pixels high.
      </Text>
      <Group>
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void choose(file)}>
          {(button) => (
            <Button variant="default" size="xs" {...button}>
              {logo === null ? 'Choose a picture' : 'Choose another'}
            </Button>
          )}
        </FileButton>
        {logo !== null && (
          <Button variant="default" size="xs" onClick={() => onChange(null)}>
            No logo
          </Button>
        )}
      </Group>
      {(tooLarge || problem !== undefined) && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {tooLarge ? 'That file is larger than 48 kB. Make the picture smaller.' : problem}
        </Text>
      )}
    </Stack>
  );
}

/** Name, colour, logo and links, with what people will see. */
export function BrandForm({ initial }: { readonly initial: BrandDetail }) {
  const { version, logoUrl: _, ...before } = initial;
  const [draft, setDraft] = useState<Draft>(before);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const contrast = draft.accent === null ? undefined : findContrastWithWhite(draft.accent);
  const isFaint = contrast !== undefined && contrast < MIN_CONTRAST;

  return (
    <SubmitForm
      submitLabel="Save"
      onSubmit={async () => {
        await replaceBrand({ ...draft, version });
        notifications.show({ message: 'Saved: people see it from now on' });
      }}
    >
      {(problem) => (
        <>
          <Section title="What people see" hint="A preview: it changes as you type.">
            <BrandPreview
              name={draft.name ?? ''}
              logo={draft.logo}
              accent={contrast === undefined ? undefined : (draft.accent ?? undefined)}
            />
          </Section>
          <Section title="Your brand">
            <Stack>
              <TextInput
                label="Name"
                description="In place of Gatehouse."
                maxLength={50}
                value={draft.name ?? ''}
                error={problem('name')}
                onChange={({ currentTarget: { value } }) => change({ name: value === '' ? null : value })}
              />
              <ColorInput
                label="Colour"
                description="Of buttons and links. White text must be readable on it."
                placeholder="#13674f"
                format="hex"
                value={draft.accent ?? ''}
                error={
                  problem('accent') ??
                  (isFaint ? 'White text on this colour is hard to read: choose a darker one.' : undefined)
                }
                eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
                onChange={(value) => change({ accent: value === '' ? null : value })}
              />
              <LogoInput logo={draft.logo} problem={problem('logo')} onChange={(logo) => change({ logo })} />
            </Stack>
          </Section>
          <Section title="Links" hint="At the foot of every page. Empty ones are not shown.">
            <Stack>
              {LINKS.map(([field, label, description]) => (
                <TextInput
                  key={field}
                  label={label}
                  description={description}
                  placeholder="https://"
                  value={draft[field] ?? ''}
                  error={problem(field)}
                  onChange={({ currentTarget: { value } }) =>
                    change({ [field]: value === '' ? null : value })
                  }
                />
              ))}
            </Stack>
          </Section>
        </>
      )}
    </SubmitForm>
  );
}
