import { Code, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../../components/ui/page';
import { CodeBlock } from './code-block';
import { writeCurl } from './snippets/curl';
import { writeJavaScript } from './snippets/javascript';
import { writePython } from './snippets/python';
import { type Snippet, type SnippetFacts, usesSecret } from './snippets/snippet';
import { writeSpring } from './snippets/spring';

const LANGUAGES: readonly {
  readonly id: string;
  readonly label: string;
  readonly write: (facts: SnippetFacts) => readonly Snippet[];
}[] = [
  { id: 'curl', label: 'curl', write: writeCurl },
  { id: 'javascript', label: 'JavaScript', write: writeJavaScript },
  { id: 'spring', label: 'Spring Boot', write: writeSpring },
  { id: 'python', label: 'Python', write: writePython },
];

/** The same flow as code for the client's developer. */
export function CodeView(facts: SnippetFacts) {
  const [language, setLanguage] = useState<string | null>('curl');
  return (
    <Section
      title="Code"
      hint={
        usesSecret(facts.client) ? (
          <>
            Filled in for this client and flow. The secret is read from the environment variable{' '}
            <Code>CLIENT_SECRET</Code>: never write it into code.
          </>
        ) : (
          'Filled in for this client and flow.'
        )
      }
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
              {write(facts).map(({ title, text }) => (
                <div key={title}>
                  <Text size="sm" fw={600} mb={4}>
                    {title}
                  </Text>
                  <CodeBlock label={title} text={text} />
                </div>
              ))}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}
