import { Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/ui/page';
import { CodeBlock } from './code-block';
import { LANGUAGES } from './snippets/languages';
import { listVariables, type SnippetFacts } from './snippets/snippet';

/** The same flow as code for the client's developer. */
export function CodeView(facts: SnippetFacts) {
  const { t } = useTranslation('try');
  const [language, setLanguage] = useState<string | null>('curl');
  const variables = listVariables(facts);
  return (
    <Section
      title={t('code.title')}
      hint={variables.length === 0 ? t('code.hint') : t('code.hintWith', { names: variables.join(', ') })}
    >
      <Tabs value={language} onChange={setLanguage} keepMounted={false}>
        <Tabs.List>
          {LANGUAGES.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ id, write }) => (
          <Tabs.Panel key={id} value={id} pt="md">
            <Stack gap="md">
              {write(facts).map(({ id: snippet, text, note }) => (
                <div key={snippet}>
                  <Text size="sm" fw={600} mb={4}>
                    {t(`code.snippets.${snippet}`)}
                  </Text>
                  {note !== undefined && (
                    <Text size="sm" c="var(--quiet-text)" mb={4}>
                      {t(`code.notes.${note}`)}
                    </Text>
                  )}
                  <CodeBlock label={t(`code.snippets.${snippet}`)} text={text} />
                </div>
              ))}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}
