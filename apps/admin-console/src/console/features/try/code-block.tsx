import { ActionIcon, Code, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './try.module.css';

/** Text to read and to copy; it breaks its lines rather than scroll. */
export function CodeBlock({ label, text, copied = text }: { label: string; text: string; copied?: string }) {
  const { t } = useTranslation('try');
  return (
    <div className={classes.code}>
      <Code block className={classes.codeText ?? ''} role="group" aria-label={label} tabIndex={0}>
        {text}
      </Code>
      <CopyButton value={copied}>
        {({ copied: isCopied, copy }) => (
          <ActionIcon
            className={classes.copy ?? ''}
            variant="default"
            size="md"
            onClick={copy}
            aria-label={t(isCopied ? 'answer.copied' : 'answer.copy', { label })}
          >
            {isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
