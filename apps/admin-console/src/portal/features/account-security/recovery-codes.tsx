import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';

interface Properties {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: Properties) {
  const text = codes.join('\n');
  return (
    <Alert variant="light" role="status" title="Keep these recovery codes">
      <Stack gap="sm">
        <Text size="sm">
          Each of them lets you in once when your phone is lost. They are shown only now. Print them, or put
          them where you keep your passwords.
        </Text>
        <Code block>{text}</Code>
        <Group gap="xs">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" size="xs" onClick={() => window.print()}>
            Print
          </Button>
          <Button size="xs" onClick={onKept}>
            I have kept them
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
