import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived. */
export interface Received {
  readonly to: string;
  /** All of it, as ASCII. */
  readonly text: string;
  /** As its reader sees it. */
  readonly subject: string;
  readonly body: string;
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

/** Bytes that stand for characters, as the text that they are. */
const toUtf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** RFC 2047 §6.2: what is between two encoded words is no part of the text. */
const readHeader = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('latin1')
        : decode(word.replaceAll('_', ' ')),
    );

function read(text: string): Pick<Received, 'subject' | 'body'> {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const body = text.slice(end + 4);
  const isBase64 = /^content-transfer-encoding: base64/im.test(head);
  return {
    subject: toUtf8(readHeader(/^subject: (.*)$/im.exec(head)?.[1] ?? '')),
    body: isBase64 ? Buffer.from(body, 'base64').toString('utf8') : toUtf8(decode(body)),
  };
}

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
        received.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: decode(text), ...read(text) });
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
