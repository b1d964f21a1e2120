import { findRedirectUriProblem } from '@gatehouse/dto/redirect-uri';
import type { OwnRegistrationRequests, RequestableKind } from '@gatehouse/dto';
import { Button, Checkbox, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api-client';
import { Actions } from '../../ui/actions';
import { findFieldProblem, ProblemAlert } from '../../ui/problem';
import { useScopeWords } from '../../ui/use-scope-words';
import { askForApplication } from './api';

const KINDS: readonly RequestableKind[] = ['web', 'spa', 'native', 'machine'];

interface Draft {
  readonly name: string;
  readonly purpose: string;
  readonly kind: RequestableKind;
  /** One per line. */
  readonly redirectUris: string;
  readonly scopes: readonly string[];
}

const EMPTY: Draft = { name: '', purpose: '', kind: 'web', redirectUris: '', scopes: [] };
const typeOf = (kind: RequestableKind): 'confidential' | 'public' =>
  kind === 'web' || kind === 'machine' ? 'confidential' : 'public';

const listLines = (text: string): string[] => [...new Set(text.split(/\s+/).filter((line) => line !== ''))];

/** What is wrong with any of the addresses: each has its number in the name of its field. */
function findUriProblem(error: unknown): string | undefined {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const wrong = errors.find(({ field }) => field.startsWith('redirectUris'));
  return wrong && findFieldProblem(error, wrong.field);
}

interface Properties {
  readonly scopes: OwnRegistrationRequests['scopes'];
  readonly onAsked: () => void;
}

function ScopesInput(properties: {
  readonly scopes: OwnRegistrationRequests['scopes'];
  readonly chosen: readonly string[];
  readonly error: string | undefined;
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const { t } = useTranslation('catalogue');
  const { scopes, chosen, error, onChoose } = properties;
  const say = useScopeWords();
  return (
    <Checkbox.Group
      label={t('request.needs')}
      description={t('request.needsHint')}
      value={[...chosen]}
      error={error}
      onChange={onChoose}
    >
      <Stack gap="xs" mt="xs">
        {scopes.map(({ name, title }) => (
          <Checkbox
            key={name}
            value={name}
            label={
              <>
                {say({ name, title }).title}{' '}
                <Text span size="sm" c="var(--quiet-text)">
                  ({name})
                </Text>
              </>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** What a client developer wants, for an operator to decide. */
export function RequestForm({ scopes, onAsked }: Properties) {
  const { t } = useTranslation('catalogue');
  const [draft, setDraft] = useState(EMPTY);
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const redirects = draft.kind !== 'machine';
  const uris = listLines(draft.redirectUris);
  const wrongUri = uris
    .map((uri) => findRedirectUriProblem(uri, typeOf(draft.kind)))
    .find((reason) => reason !== undefined);
  const isComplete =
    draft.name.trim() !== '' &&
    draft.purpose.trim().length >= 10 &&
    (!redirects || (uris.length > 0 && wrongUri === undefined));

  async function ask(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await askForApplication({
        name: draft.name.trim(),
        purpose: draft.purpose.trim(),
        kind: draft.kind,
        redirectUris: redirects ? uris : [],
        scopes: [...draft.scopes],
      });
      setDraft(EMPTY);
      onAsked();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section aria-label={t('request.ask')}>
      <Title order={2} size="h4" mb="sm">
        {t('request.ask')}
      </Title>
      <form onSubmit={(event) => void ask(event)}>
        <Stack>
          <ProblemAlert error={error} />
          <TextInput
            label={t('request.name')}
            description={t('request.nameHint')}
            required
            maxLength={100}
            value={draft.name}
            error={findFieldProblem(error, 'name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Textarea
            label={t('request.purpose')}
            description={t('request.purposeHint')}
            required
            maxLength={1000}
            autosize
            minRows={2}
            value={draft.purpose}
            error={findFieldProblem(error, 'purpose')}
            onChange={(event) => change({ purpose: event.currentTarget.value })}
          />
          <Radio.Group label={t('request.kind')} value={draft.kind} onChange={(kind) => change({ kind })}>
            <Stack gap="xs" mt="xs">
              {KINDS.map((kind) => (
                <Radio
                  key={kind}
                  value={kind}
                  label={t(`request.kinds.${kind}`)}
                  description={t(`request.kindHints.${kind}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {redirects && (
            <Textarea
              label={t('request.uris')}
              description={t('request.urisHint')}
              required
              autosize
              minRows={2}
              spellCheck={false}
              value={draft.redirectUris}
              error={
                wrongUri
                  ? t(`uriProblems.${wrongUri.code}`, { scheme: wrongUri.scheme })
                  : findUriProblem(error)
              }
              onChange={(event) => change({ redirectUris: event.currentTarget.value })}
            />
          )}
          {scopes.length > 0 && (
            <ScopesInput
              scopes={scopes}
              chosen={draft.scopes}
              error={findFieldProblem(error, 'scopes')}
              onChoose={(chosen) => change({ scopes: chosen })}
            />
          )}
          <Actions>
            <Button type="submit" loading={isBusy} disabled={!isComplete}>
              {t('request.send')}
            </Button>
          </Actions>
        </Stack>
      </form>
    </section>
  );
}
