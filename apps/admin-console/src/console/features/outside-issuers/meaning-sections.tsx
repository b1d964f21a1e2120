import type { OutsideAudienceKind } from '@gatehouse/dto';
import { MultiSelect, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { Section } from '../../../components/ui/page';
import { useScopes } from './api';
import { PairsInput } from './pairs-input';
import type { PartProperties } from './part';

const AUDIENCES: { value: OutsideAudienceKind; label: string }[] = [
  { value: 'api', label: 'The API that is called, by its audience' },
  { value: 'listed', label: 'One of these audiences' },
  { value: 'unchecked', label: 'Whoever the issuer lets ask' },
];

/** Whom its access tokens must be for. */
export function AudienceSection({ draft, onChange, problem }: PartProperties) {
  const offered = AUDIENCES.filter(
    ({ value }) => value !== 'unchecked' || draft.judgement === 'introspection',
  );
  return (
    <Section title="Whom they must be for" hint="Held against the claim aud.">
      <Stack>
        <Select
          label="Audience"
          data={offered}
          value={draft.audience}
          allowDeselect={false}
          error={problem('audience')}
          onChange={(audience) => audience !== null && onChange({ audience })}
        />
        {draft.audience === 'listed' && (
          <TagsInput
            label="Audiences"
            description="An access token for one of these opens every API that accepts this issuer."
            placeholder="https://api.example"
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
  return (
    <Section
      title="Clients"
      hint="A client counts as an application here: with its limits, its place on lists, and its switch."
    >
      <Stack>
        <PairsInput
          label="Clients that are known"
          description="By their client ID at the issuer."
          theirs="Client ID there"
          ours="Application here"
          addLabel="Add client"
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
          label="Accept its other clients too"
          description="No application stands for them: they are on no list, and share the limits of their address."
          checked={draft.acceptsUnmapped}
          onChange={(event) => onChange({ acceptsUnmapped: event.currentTarget.checked })}
        />
        <TextInput
          label="Claim that names the client"
          description="Empty: client_id, or else azp."
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
  const scopes = useScopes();
  const names = scopes.data ?? [];
  return (
    <Section
      title="Scopes"
      hint="Only what is named here counts; everything else that a token says is left out."
    >
      <Stack>
        <MultiSelect
          label="Scopes with the same name"
          placeholder={draft.allowedScopes.length === 0 ? 'None yet' : ''}
          data={names}
          searchable
          value={draft.allowedScopes}
          error={problem('allowedScopes')}
          onChange={(allowedScopes) => onChange({ allowedScopes })}
        />
        <TextInput
          label="Prefix"
          description="Stands before these names there, as in api://photos/. May stay empty."
          spellCheck={false}
          value={draft.scopePrefix}
          error={problem('scopePrefix')}
          onChange={(event) => onChange({ scopePrefix: event.currentTarget.value.trim() })}
        />
        <PairsInput
          label="Scopes with another name"
          description="The whole name there, and the scope that it means here."
          theirs="Scope there"
          ours="Scope here"
          addLabel="Add scope"
          choices={names}
          pairs={draft.renamedScopes.map(({ outside, scope }) => ({ theirs: outside, ours: scope }))}
          findProblem={(index, side) =>
            problem(`renamedScopes.${index}.${side === 'theirs' ? 'outside' : 'scope'}`)
          }
          onChange={(pairs) =>
            onChange({ renamedScopes: pairs.map(({ theirs, ours }) => ({ outside: theirs, scope: ours })) })
          }
        />
        <TextInput
          label="Claim with the scopes"
          description="Empty: scope, or else scp. Some issuers have them in roles or permissions."
          spellCheck={false}
          value={draft.scopeClaim}
          error={problem('scopeClaim')}
          onChange={(event) => onChange({ scopeClaim: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Section>
  );
}
