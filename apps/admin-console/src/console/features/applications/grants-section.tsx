import type { ClientDetail } from '@gatehouse/dto';
import { Alert, Badge, Button, Group, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { Section } from '../../../components/ui/page';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { updateClient } from './api';
import classes from './client-settings.module.css';
import {
  GRANT_CHOICES,
  type GrantChoice,
  type GrantSettings,
  hasAssertions,
  toChange,
  toGrantSettings,
  TOKEN_EXCHANGE,
} from './grants';

interface Properties {
  readonly applicationId: string;
  readonly isReadOnly: boolean;
  readonly client: ClientDetail;
}

type Change = (part: Partial<GrantSettings>) => void;

function GrantSwitch(properties: {
  readonly choice: GrantChoice;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}) {
  const { choice, isOn, onSwitch } = properties;
  return (
    <Switch
      checked={isOn}
      label={
        choice.isLegacy ? (
          <>
            {choice.label}{' '}
            <Badge component="span" variant="light" color="gray" size="sm">
              Legacy
            </Badge>
          </>
        ) : (
          choice.label
        )
      }
      description={choice.hint}
      onChange={(event) => onSwitch(event.currentTarget.checked)}
    />
  );
}

function ExchangeFields({ value, onChange }: { readonly value: GrantSettings; readonly onChange: Change }) {
  return (
    <>
      <TagsInput
        label="Exchanges the access tokens of"
        description="Client IDs, besides its own"
        placeholder="Type a client ID and press Enter"
        value={value.exchangeableClients}
        maxTags={50}
        onChange={(exchangeableClients) => onChange({ exchangeableClients })}
      />
      <Switch
        checked={value.mayImpersonate}
        label="May impersonate"
        description="Acts as the user unseen: APIs and logs do not learn that it was not the user's own application."
        onChange={(event) => onChange({ mayImpersonate: event.currentTarget.checked })}
      />
    </>
  );
}

/** The ways in which a client gets access tokens, each switched on by itself; and who may act with them. */
export function GrantsSection({ applicationId, isReadOnly, client }: Properties) {
  const [value, setValue] = useState(() => toGrantSettings(client));
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const change: Change = (part) => setValue({ ...value, ...part });
  const choices = GRANT_CHOICES.filter((choice) => client.type === 'confidential' || !choice.isConfidential);

  const switchGrant = (type: string, isOn: boolean): void =>
    change({
      grantTypes: isOn ? [...value.grantTypes, type] : value.grantTypes.filter((other) => other !== type),
    });

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await updateClient(applicationId, client.clientId, toChange(client, value));
      notifications.show({ message: 'Saved' });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title="Grant types" hint="How it gets access tokens: switch on what it uses, and nothing more.">
      <form onSubmit={(event) => void save(event)}>
        <fieldset disabled={isReadOnly} className={classes.fieldset}>
          <Stack gap="md">
            {problems !== undefined && (
              <Alert color="red" variant="light" role="alert">
                {problems.fields['grantTypes'] ?? problems.summary}
              </Alert>
            )}
            {choices.map((choice) => (
              <GrantSwitch
                key={choice.type}
                choice={choice}
                isOn={value.grantTypes.includes(choice.type)}
                onSwitch={(isOn) => switchGrant(choice.type, isOn)}
              />
            ))}
            {value.grantTypes.includes(TOKEN_EXCHANGE) && <ExchangeFields value={value} onChange={change} />}
            {hasAssertions(value.grantTypes) && (
              <Switch
                checked={value.mayAssertUsers}
                label="May vouch for users itself"
                description="Its own signed assertions count for any user, by user name: nobody is asked. Its keys must be registered."
                onChange={(event) => change({ mayAssertUsers: event.currentTarget.checked })}
              />
            )}
            <TextInput
              label="Who alone may act with its access tokens"
              description="A client ID. Empty: each client that may exchange them."
              value={value.mayAct ?? ''}
              maxLength={200}
              onChange={(event) => change({ mayAct: event.currentTarget.value })}
            />
            {!isReadOnly && (
              <Group justify="flex-end">
                <Button type="submit" loading={isBusy}>
                  Save grant types
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </Section>
  );
}
