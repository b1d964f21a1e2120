import type { ClientDetail } from '@gatehouse/dto';
import { Accordion } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { SubmitForm } from '../../../components/ui/submit-form';
import type { Texts } from '../../../texts/texts';
import { type Advanced, toAdvanced, toChange } from './advanced';
import { LogOutFields, OpenIdFields, RequestFields, TokenFields } from './advanced-fields';
import { isRedirected } from './grants';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';

/** Each is labelled by its name. */
const FIELDS = [
  'defaultScopes',
  'refreshTokenMode',
  'accessTokenSigningAlgorithm',
  'claims',
  'resources',
  'authorizationDetailsTypes',
  'responseTypes',
  'subjectType',
  'sectorIdentifierUri',
  'idTokenSigningAlgorithm',
  'userinfoSigningAlgorithm',
  'authorizationSigningAlgorithm',
  'requiresPkce',
  'requiresRequestObject',
  'requiresPushedRequest',
  'dpopBoundAccessTokens',
  'certificateBoundAccessTokens',
  'defaultMaxAge',
  'defaultAcrValues',
  'postLogoutRedirectUris',
  'backchannelLogoutUri',
  'frontchannelLogoutUri',
] as const satisfies readonly (keyof Advanced)[];

const toLabels = (t: TFunction<'applications'>): Readonly<Partial<Record<keyof Advanced, string>>> =>
  Object.fromEntries(FIELDS.map((field) => [field, t(`advanced.${field}`)]));

interface FieldsProperties {
  readonly client: ClientDetail;
  readonly isReadOnly: boolean;
  readonly value: Advanced;
  readonly problem: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Advanced>) => void;
}

interface Part {
  readonly name: keyof Texts['applications']['advanced']['parts'];
  readonly fields: ReactNode;
}

/** Folded, each part with a name. */
function Fields({ client, isReadOnly, ...common }: FieldsProperties) {
  const { t } = useTranslation('applications');
  const { mayWrite } = useRole();
  const parts: readonly Part[] = [
    {
      name: 'tokens',
      fields: <TokenFields {...common} allowedScopes={client.allowedScopes} />,
    },
    ...(isRedirected(client.grantTypes)
      ? [
          { name: 'openId' as const, fields: <OpenIdFields {...common} /> },
          { name: 'requests' as const, fields: <RequestFields {...common} /> },
          { name: 'logOut' as const, fields: <LogOutFields {...common} /> },
        ]
      : []),
  ];
  // What can only be looked at cannot be unfolded either.
  const isOpen = isReadOnly || !mayWrite;
  return (
    <Accordion
      variant="separated"
      multiple
      order={3}
      defaultValue={isOpen ? parts.map(({ name }) => name) : []}
    >
      {parts.map(({ name, fields }) => (
        <Accordion.Item key={name} value={name}>
          <Accordion.Control>{t(`advanced.parts.${name}`)}</Accordion.Control>
          <Accordion.Panel>{fields}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

/** What most clients leave alone. */
export function AdvancedSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const [editing, save] = useClientEditing<Advanced>({
    applicationId,
    client,
    form: 'advanced',
    toValue: toAdvanced,
    toChange: (_, value) => toChange(value),
  });
  return (
    <Section title={t('clientPage.sections.advanced')} hint={t('advanced.hint')}>
      <SubmitForm
        submitLabel={t('advanced.save')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        notes={<EditNotes editing={editing} labels={toLabels(t)} />}
      >
        {(problem) => (
          <Fields
            client={client}
            isReadOnly={isReadOnly}
            value={editing.value}
            problem={problem}
            onChange={editing.change}
          />
        )}
      </SubmitForm>
    </Section>
  );
}
