import { ApplicationsDocument } from '@gatehouse/dto';
import { createValidationPipe, type FieldProblem, InvalidFieldsError } from '../../platform/validation.js';
import { MAX_PROBLEMS } from './check-document.js';
import { findExcess } from './document-size.js';
import { isSealed, openFile } from './sealed-file.js';

const pipe = createValidationPipe();

const refuse = (field: string, message: string): never => {
  throw new InvalidFieldsError([{ field, message }]);
};

async function openDocument(text: string, passphrase: string | undefined): Promise<string> {
  if (!isSealed(text)) return text;
  if (passphrase === undefined || passphrase === '')
    return refuse('passphrase', 'This file is encrypted: give its passphrase.');
  const opened = await openFile(text, passphrase);
  return opened ?? refuse('passphrase', 'The passphrase does not open this file, or the file was changed.');
}

function parse(text: string): object {
  try {
    const content = JSON.parse(text) as unknown;
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch {
    return refuse('document', 'This is no file of applications: it is neither JSON nor encrypted.');
  }
  return refuse('document', 'This is no file of applications.');
}

async function validate(content: object): Promise<ApplicationsDocument> {
  const excess = findExcess(content);
  if (excess !== undefined) return refuse('document', excess);
  try {
    const metadata = { type: 'body', metatype: ApplicationsDocument } as const;
    return (await pipe.transform(content, metadata)) as ApplicationsDocument;
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    throw new InvalidFieldsError(
      error.fields
        .slice(0, MAX_PROBLEMS)
        .map(({ field, message }) => ({ field: `document.${field}`, message })),
    );
  }
}

/** Anybody can change a file that is not sealed: it gives no client a secret. */
const listBareSecrets = ({ applications }: ApplicationsDocument): FieldProblem[] =>
  applications.flatMap(({ clients }, index) =>
    clients.flatMap(({ secrets = [] }, position) =>
      secrets.length === 0
        ? []
        : [
            {
              field: `document.applications.${index}.clients.${position}.secrets`,
              message: 'Only a file that a passphrase seals may have secrets.',
            },
          ],
    ),
  );

/** @throws InvalidFieldsError naming the places in the file, from `document.` */
export async function readDocument(
  text: string,
  passphrase: string | undefined,
): Promise<{ readonly document: ApplicationsDocument; readonly isEncrypted: boolean }> {
  const isEncrypted = isSealed(text);
  const document = await validate(parse(await openDocument(text, passphrase)));
  const bare = isEncrypted ? [] : listBareSecrets(document);
  if (bare.length > 0) throw new InvalidFieldsError(bare.slice(0, MAX_PROBLEMS));
  return { document, isEncrypted };
}
