import { Alert, Badge, Code, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import i18next, { type TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { EditNotes } from '../../../components/ui/edit-notes';
import { Section } from '../../../components/ui/page';
import { SubmitForm } from '../../../components/ui/submit-form';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import {
  type AuthenticationText,
  isWeaker,
  type Method,
  METHODS,
  NAME_KINDS,
  toAuthenticationChange,
  toText,
  withoutSame,
} from './authentication';
import { ClientKeysFields, type FieldsProperties, GenerateKey } from './client-keys-fields';
import { SAMPLES } from './samples';
import type { ClientSectionProperties } from './section';
import { useClientEditing } from './use-client-editing';

const explain = (error: unknown): FormProblems =>
  error instanceof SyntaxError
    ? {
        fields: { jwks: i18next.t('applications:authentication.notJson') },
        summary: i18next.t('applications:authentication.refused'),
      }
    : toFormProblems(error);

function MethodRadio({ method }: { readonly method: Method }) {
  const { t } = useTranslation('applications');
  return (
    <Radio
      value={method}
      description={t(`methods.${method}.hint`)}
      label={
        <>
          {t(`methods.${method}.label`)} <Code>{method}</Code>
          {isWeaker(method) && (
            <Badge component="span" variant="light" color="gray" size="sm" ml={6}>
              {t('methods.weaker')}
            </Badge>
          )}
        </>
      }
    />
  );
}

function MethodField({ value, onChange, problem }: FieldsProperties) {
  const { t } = useTranslation('applications');
  return (
    <Radio.Group
      label={t('methods.label')}
      description={t('methods.hint')}
      value={value.method}
      error={problem('tokenEndpointAuthMethod')}
      onChange={(chosen) => {
        const method = METHODS.find((known) => known === chosen);
        if (method !== undefined) onChange({ method });
      }}
    >
      <Stack gap="sm" my="sm">
        {METHODS.map((method) => (
          <MethodRadio key={method} method={method} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** RFC 8705 §2.1.2: exactly one name of the certificate counts. */
function NameFields({ value, onChange, problem }: FieldsProperties) {
  const { t } = useTranslation('applications');
  return (
    <Group align="flex-start">
      <Select
        label={t('authentication.name')}
        data={NAME_KINDS.map((kind) => ({ value: kind, label: t(`authentication.names.${kind}`) }))}
        value={value.nameKind}
        allowDeselect={false}
        onChange={(nameKind) => nameKind !== null && onChange({ nameKind })}
      />
      <TextInput
        flex={1}
        label={t('authentication.exactly')}
        placeholder={value.nameKind === 'subject_dn' ? SAMPLES.certificateName : ''}
        value={value.name}
        maxLength={1000}
        error={problem('tlsClientName')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </Group>
  );
}

function SealedSecretNotice({ isSaved }: { readonly isSaved: boolean }) {
  const { t } = useTranslation('applications');
  return (
    <Alert color="orange" variant="light">
      {t(isSaved ? 'authentication.sealed' : 'authentication.willSeal')}
    </Alert>
  );
}

const toLabels = (t: TFunction<'applications'>): Readonly<Record<keyof AuthenticationText, string>> => ({
  method: t('methods.label'),
  jwks: t('authentication.jwks'),
  jwksUri: t('authentication.jwksUri'),
  certificates: t('authentication.certificates'),
  nameKind: t('authentication.nameKind'),
  name: t('authentication.name'),
});

/** How a client proves who it is, and the keys that its signatures are verified with. */
export function AuthenticationSection({ applicationId, isReadOnly, client }: ClientSectionProperties) {
  const { t } = useTranslation('applications');
  const [editing, save] = useClientEditing<AuthenticationText>({
    applicationId,
    client,
    form: 'authentication',
    toValue: toText,
    toChange: (fresh, text) => toAuthenticationChange(fresh, withoutSame(text, toText(fresh))),
  });
  const { value, stored, change, isDirty } = editing;
  const isConfidential = client.type === 'confidential';
  return (
    <Section
      title={t(`clientPage.sections.${isConfidential ? 'authentication' : 'keys'}`)}
      hint={t('authentication.hint')}
    >
      <SubmitForm
        submitLabel={t(isConfidential ? 'authentication.save' : 'authentication.saveKeys')}
        onSubmit={save}
        isReadOnly={isReadOnly}
        isIncomplete={!isDirty}
        notes={<EditNotes editing={editing} labels={toLabels(t)} />}
        explain={explain}
      >
        {(problem) => (
          <Stack gap="lg">
            {isConfidential && <MethodField value={value} onChange={change} problem={problem} />}
            {value.method === 'client_secret_jwt' && (
              <SealedSecretNotice isSaved={value.method === stored.method} />
            )}
            {value.method === 'tls_client_auth' && (
              <NameFields value={value} onChange={change} problem={problem} />
            )}
            <ClientKeysFields value={value} onChange={change} problem={problem} />
            {isConfidential && (
              <GenerateKey
                applicationId={applicationId}
                clientId={client.clientId}
                isDisabled={value.jwks !== stored.jwks}
              />
            )}
          </Stack>
        )}
      </SubmitForm>
    </Section>
  );
}
