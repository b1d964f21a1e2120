import { ApplicationsDocument } from '@gatehouse/dto';
import {
  createValidationPipe,
  type FieldProblem,
  fieldProblem,
  InvalidFieldsError,
} from '../../platform/validation.js';
import { MAX_PROBLEMS } from './check-document.js';
import { findExcess } from './document-size.js';
import { isSealed, openFile } from './sealed-file.js';

const pipe = createValidationPipe();

const refuse = (problem: FieldProblem): never => {
  throw new InvalidFieldsError([problem]);
};

async function openDocument(text: string, passphrase: string | undefined): Promise<string> {
  if (!isSealed(text)) return text;
  if (passphrase === undefined || passphrase === '')
    return refuse(fieldProblem('passphrase', 'file-passphrase-missing'));
  const opened = await openFile(text, passphrase);
  return opened ?? refuse(fieldProblem('passphrase', 'file-passphrase-wrong'));
}

function parse(text: string): object {
  try {
    const content = JSON.parse(text) as unknown;
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch {
    return refuse(fieldProblem('document', 'file-neither-json-nor-encrypted'));
  }
  return refuse(fieldProblem('document', 'file-without-applications'));
}

async function validate(content: object): Promise<ApplicationsDocument> {
  const excess = findExcess(content);
  if (excess !== undefined) return refuse(excess);
  try {
    const metadata = { type: 'body', metatype: ApplicationsDocument } as const;
    return (await pipe.transform(content, metadata)) as ApplicationsDocument;
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    throw new InvalidFieldsError(
      error.fields
        .slice(0, MAX_PROBLEMS)
        .map((problem) => ({ ...problem, field: `document.${problem.field}` })),
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
            fieldProblem(
              `document.applications.${index}.clients.${position}.secrets`,
              'file-secrets-unsealed',
            ),
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
