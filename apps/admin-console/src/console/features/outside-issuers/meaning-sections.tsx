import type { OutsideAudienceKind } from '@gatehouse/dto';
import { Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { MultiPicker } from '../../../components/ui/pickers';
import { PairsInput } from './pairs-input';
import type { PartProperties } from './part';

const AUDIENCES: readonly OutsideAudienceKind[] = ['api', 'listed', 'unchecked'];

const EXAMPLE_AUDIENCE = 'https://api.example';

/** Whom its access tokens must be for. */
export function AudienceSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('outside-issuers');
  const offered = AUDIENCES.filter(
    (audience) => audience !== 'unchecked' || draft.judgement === 'introspection',
  );
  return (
    <Section title={t('audience.title')} hint={t('audience.hint')}>
      <Stack>
        <Select
          label={t('audience.label')}
          data={offered.map((audience) => ({ value: audience, label: t(`audience.${audience}`) }))}
          value={draft.audience}
          allowDeselect={false}
          error={problem('audience')}
          onChange={(audience) => audience !== null && onChange({ audience })}
        />
        {draft.audience === 'listed' && (
          <TagsInput
            label={t('audience.list')}
            description={t('audience.listHint')}
            placeholder={EXAMPLE_AUDIENCE}
            value={draft.audiences}
            error={problem('audiences')}
            onChange={(audiences) => onChange({ audiences })}
          />
        )}
      </Stack>
    </Section>
  );
}

/** Which applications its clients count as. */
export function ClientsSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('outside-issuers');
  return (
    <Section title={t('clients.title')} hint={t('clients.hint')}>
      <Stack>
        <PairsInput
          label={t('clients.known')}
          description={t('clients.knownHint')}
          theirs={t('clients.theirs')}
          ours={t('clients.ours')}
          addLabel={t('clients.add')}
          choices="applications"
          pairs={draft.clients.map(({ clientId, applicationId }) => ({
            theirs: clientId,
            ours: applicationId,
          }))}
          findProblem={(index, side) =>
            problem(`clients.${index}.${side === 'theirs' ? 'clientId' : 'applicationId'}`)
          }
          onChange={(pairs) =>
            onChange({
              clients: pairs.map(({ theirs, ours }) => ({ clientId: theirs, applicationId: ours })),
            })
          }
        />
        <Switch
          label={t('clients.others')}
          description={t('clients.othersHint')}
          checked={draft.acceptsUnmapped}
          onChange={(event) => onChange({ acceptsUnmapped: event.currentTarget.checked })}
        />
        <TextInput
          label={t('clients.claim')}
          description={t('clients.claimHint')}
          spellCheck={false}
          value={draft.clientClaim}
          error={problem('clientClaim')}
          onChange={(event) => onChange({ clientClaim: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Section>
  );
}

/** What its scopes mean here. */
export function ScopesSection({ draft, onChange, problem }: PartProperties) {
  const { t } = useTranslation('outside-issuers');
  return (
    <Section title={t('scopes.title')} hint={t('scopes.hint')}>
      <Stack>
        <MultiPicker
          kind="scopes"
          label={t('scopes.same')}
          placeholder={draft.allowedScopes.length === 0 ? t('scopes.none') : ''}
          value={draft.allowedScopes}
          error={problem('allowedScopes')}
          onChange={(allowedScopes) => onChange({ allowedScopes })}
        />
        <TextInput
          label={t('scopes.prefix')}
          description={t('scopes.prefixHint')}
          spellCheck={false}
          value={draft.scopePrefix}
          error={problem('scopePrefix')}
          onChange={(event) => onChange({ scopePrefix: event.currentTarget.value.trim() })}
        />
        <PairsInput
          label={t('scopes.renamed')}
          description={t('scopes.renamedHint')}
          theirs={t('scopes.theirs')}
          ours={t('scopes.ours')}
          addLabel={t('scopes.add')}
          choices="scopes"
          pairs={draft.renamedScopes.map(({ outside, scope }) => ({ theirs: outside, ours: scope }))}
          findProblem={(index, side) =>
            problem(`renamedScopes.${index}.${side === 'theirs' ? 'outside' : 'scope'}`)
          }
          onChange={(pairs) =>
            onChange({ renamedScopes: pairs.map(({ theirs, ours }) => ({ outside: theirs, scope: ours })) })
          }
        />
        <TextInput
          label={t('scopes.claim')}
          description={t('scopes.claimHint')}
          spellCheck={false}
          value={draft.scopeClaim}
          error={problem('scopeClaim')}
          onChange={(event) => onChange({ scopeClaim: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Section>
  );
}
