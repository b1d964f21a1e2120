import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived. */
export interface Received {
  readonly to: string;
  readonly text: string;
}

/** A mail server of a spec's own. */
export interface MailServer {
  readonly url: string;
  readonly received: Received[];
  /** While true, it refuses every message for now. */
  isDown: boolean;
  close(): void;
}

/** Undoes quoted-printable (RFC 2045 §6.7). */
const decode = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

export function startMailServer(): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        if (mail.isDown) return done(Object.assign(new Error('try later'), { responseCode: 451 }));
        received.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: decode(text) });
        done();
      });
    },
  });
  const mail: MailServer = { url: '', received, isDown: false, close: () => server.close() };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.server.address() as AddressInfo;
      resolve(Object.assign(mail, { url: `smtp://127.0.0.1:${port}` }));
    });
  });
}

/** The ticket behind the # of the link in a message. */
export const findTicket = (text: string): string => /#([\w-]{43})/.exec(text)?.[1] ?? '';
