import { randomUUID } from 'node:crypto';
import { createMessageStore, type Database, type OutboxMessage, SEALED_AS } from '@gatehouse/persistence';
import type { Sealing } from './sealing.js';

/** A message in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Mail that is written, and will be sent or read by an operator; it survives a restart. */
export interface MailOutbox {
  enqueue(mail: Mail): Promise<void>;
  /** @throws Error when no master key of ours sealed it */
  open(message: Pick<OutboxMessage, 'id' | 'sealedBody'>): string;
}

export function createMailOutbox({ pool }: Database, sealing: Sealing): MailOutbox {
  const messages = createMessageStore(pool);
  return {
    async enqueue({ to, subject, text }) {
      const id = randomUUID();
      const sealedBody = sealing.seal(Buffer.from(text), SEALED_AS.message(id));
      await messages.insert({ id, recipient: to, subject, sealedBody });
    },
    open: ({ id, sealedBody }) => sealing.open(sealedBody, SEALED_AS.message(id)).toString(),
  };
}
