import type { ClientDetail } from '@gatehouse/dto';
import { Accordion, Alert, Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type SubmitEvent, useState } from 'react';
import { Section } from '../../../components/ui/page';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { type Advanced, toAdvanced, toChange } from './advanced';
import { LogOutFields, OpenIdFields, RequestFields, TokenFields } from './advanced-fields';
import { updateClient } from './api';
import classes from './client-settings.module.css';
import { isRedirected } from './grants';

interface Properties {
  readonly applicationId: string;
  readonly isReadOnly: boolean;
  readonly client: ClientDetail;
}

/** What most clients leave alone: folded, each part with a name. */
export function AdvancedSection({ applicationId, isReadOnly, client }: Properties) {
  const [value, setValue] = useState(() => toAdvanced(client));
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);
  const common = {
    value,
    problems: problems?.fields ?? {},
    onChange: (part: Partial<Advanced>): void => setValue({ ...value, ...part }),
  };

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblems(undefined);
    try {
      await updateClient(applicationId, client.clientId, toChange(value));
      notifications.show({ message: 'Saved' });
    } catch (error) {
      setProblems(toFormProblems(error));
    } finally {
      setBusy(false);
    }
  }

  const parts = [
    {
      name: 'Tokens',
      fields: <TokenFields {...common} allowedScopes={client.allowedScopes} />,
    },
    ...(isRedirected(client.grantTypes)
      ? [
          { name: 'OpenID Connect', fields: <OpenIdFields {...common} /> },
          { name: 'Requests', fields: <RequestFields {...common} /> },
          { name: 'Signing out', fields: <LogOutFields {...common} /> },
        ]
      : []),
  ];
  return (
    <Section title="Advanced" hint="Safe as it is. Open a part only when the client needs something else.">
      <form onSubmit={(event) => void save(event)}>
        <fieldset disabled={isReadOnly} className={classes.fieldset}>
          <Stack gap="md">
            {problems !== undefined && (
              <Alert color="red" variant="light" role="alert">
                {Object.values(problems.fields)[0] ?? problems.summary}
              </Alert>
            )}
            <Accordion variant="separated" multiple order={3}>
              {parts.map(({ name, fields }) => (
                <Accordion.Item key={name} value={name.replaceAll(' ', '-')}>
                  <Accordion.Control>{name}</Accordion.Control>
                  <Accordion.Panel>{fields}</Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
            {!isReadOnly && (
              <Group justify="flex-end">
                <Button type="submit" loading={isBusy}>
                  Save advanced
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </Section>
  );
}
