import type { ClientDetail } from '@gatehouse/dto';
import { CLIENT_PROFILES, type ClientProfile, fitToProfile, PROFILES } from '@gatehouse/dto/client-profiles';
import { Alert, Anchor, Badge, List, Radio, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconInfoCircle, IconShieldCheck, IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type DemandLine, listDemandLines, toProfile } from './profile';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';

const SIGNS = {
  met: { Icon: IconCheck, color: 'gate' },
  set: { Icon: IconWand, color: 'blue' },
  advice: { Icon: IconInfoCircle, color: 'gray' },
  open: { Icon: IconAlertTriangle, color: 'orange' },
  assured: { Icon: IconShieldCheck, color: 'gate' },
} as const;

function Sign({ state }: { readonly state: keyof typeof SIGNS }) {
  const { Icon, color } = SIGNS[state];
  return (
    <ThemeIcon variant="light" color={color} size={22} radius="xl" aria-hidden>
      <Icon size={14} />
    </ThemeIcon>
  );
}

function DemandItem({ line: { demand, state, todo } }: { readonly line: DemandLine }) {
  const { t } = useTranslation('applications');
  return (
    <List.Item icon={<Sign state={state} />}>
      {t(`clientProfile.demands.${demand}`)}{' '}
      <Text span size="sm" c="var(--quiet-text)">
        {t(`clientProfile.states.${state}`)}
      </Text>
      {state === 'open' && todo !== undefined && (
        <Text size="sm">
          {t(`clientProfile.todo.${todo.name}`)}{' '}
          {todo.anchor !== undefined && (
            <Anchor href={`#${todo.anchor}`} underline="always" size="sm">
              {t(`clientProfile.go.${todo.anchor}`)}
            </Anchor>
          )}
        </Text>
      )}
    </List.Item>
  );
}

/** What a profile demands, and how far the client meets it. */
function Demands({ client, profile }: { readonly client: ClientDetail; readonly profile: ClientProfile }) {
  const { t } = useTranslation('applications');
  const lines = listDemandLines(client, profile);
  const { assured } = PROFILES[profile];
  if (lines.length === 0)
    return (
      <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
        {t('clientProfile.demandsNothing')}
      </Alert>
    );
  return (
    <div>
      <Text fw={600} mb="xs" id="profile-demands">
        {t('clientProfile.demandsTitle', { profile: t(`clientProfile.profiles.${profile}.label`) })}
      </Text>
      <List spacing="xs" aria-labelledby="profile-demands" listStyleType="none" center>
        {lines.map((line) => (
          <DemandItem key={line.demand} line={line} />
        ))}
        {assured.map((name) => (
          <List.Item key={name} icon={<Sign state="assured" />}>
            {t(`clientProfile.assured.${name}`)}{' '}
            <Text span size="sm" c="var(--quiet-text)">
              {t('clientProfile.states.assured')}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

function ProfileRadio({ profile }: { readonly profile: ClientProfile }) {
  const { t } = useTranslation('applications');
  const label = t(`clientProfile.profiles.${profile}.label`);
  return (
    <Radio
      value={profile}
      description={t(`clientProfile.profiles.${profile}.hint`)}
      label={
        profile === 'legacy' ? (
          <>
            {label}{' '}
            <Badge component="span" variant="light" color="orange" size="sm">
              {t('clientProfile.weaker')}
            </Badge>
          </>
        ) : (
          label
        )
      }
    />
  );
}

/** What a client is held to, whatever else is set: chosen, and compared with how it is. */
export function ProfileSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const [editing, save] = useClientEditing<{ readonly profile: ClientProfile }>({
    applicationId,
    client,
    form: 'profile',
    toValue: ({ profile }) => ({ profile }),
    toChange: (fresh, { profile }) => ({ ...fitToProfile(profile, fresh), profile }),
  });
  const { profile } = editing.value;
  const open = listDemandLines(client, profile).filter(({ state }) => state === 'open');
  return (
    <Section title={t('clientPage.sections.profile')} hint={t('clientProfile.hint')}>
      <SubmitForm
        submitLabel={t('clientProfile.save')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        isIncomplete={!editing.isDirty || open.length > 0}
        notes={<EditNotes editing={editing} labels={{ profile: t('clientPage.sections.profile') }} />}
      >
        {(problem) => (
          <Stack gap="lg">
            <Radio.Group
              label={t('clientProfile.label')}
              value={profile}
              error={problem('profile')}
              onChange={(text) => {
                const chosen = toProfile(text);
                if (chosen !== undefined) editing.change({ profile: chosen });
              }}
            >
              <Stack gap="sm" my="sm">
                {CLIENT_PROFILES.map((one) => (
                  <ProfileRadio key={one} profile={one} />
                ))}
              </Stack>
            </Radio.Group>
            <div aria-live="polite">
              <Demands client={client} profile={profile} />
              {open.length > 0 && (
                <Text size="sm" mt="sm" c="var(--quiet-text)">
                  {t('clientProfile.remains', { count: open.length })}
                </Text>
              )}
            </div>
          </Stack>
        )}
      </SubmitForm>
    </Section>
  );
}
