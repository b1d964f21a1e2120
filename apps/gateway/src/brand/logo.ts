import { LOGO_TYPES, MAX_LOGO_BYTES, MAX_LOGO_PIXELS } from '@gatehouse/dto';
import type { BrandLogo } from '@gatehouse/persistence';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { findPictureSize } from './picture-size.js';

type Logo = Pick<BrandLogo, 'type' | 'bytes'>;

const DATA_URI = /^data:(image\/[a-z]+);base64,([A-Za-z0-9+/]+={0,2})$/;

const startsWith = (bytes: Buffer, ...start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** By the first bytes: what a file calls itself is what its sender says. */
const LOOKS_LIKE: Readonly<Record<(typeof LOGO_TYPES)[number], (bytes: Buffer) => boolean>> = {
  'image/png': (bytes) => startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/jpeg': (bytes) => startsWith(bytes, 0xff, 0xd8, 0xff),
  'image/webp': (bytes) =>
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP',
};

const refuse = (problem: FieldProblem): never => {
  throw new InvalidFieldsError([problem]);
};

/** A picture from a data URI. SVG is none of them: it can carry scripts. @throws InvalidFieldsError */
export function readLogo(dataUri: string): Logo {
  const [, type, content] = DATA_URI.exec(dataUri) ?? [];
  const known = LOGO_TYPES.find((name) => name === type);
  const bytes = Buffer.from(content ?? '', 'base64');
  if (known === undefined || !LOOKS_LIKE[known](bytes))
    return refuse(fieldProblem('logo', 'logo-of-another-type'));
  if (bytes.length > MAX_LOGO_BYTES) return refuse(fieldProblem('logo', 'logo-too-large'));
  const size = findPictureSize(known, bytes);
  if (size === undefined || size.width === 0 || size.height === 0)
    return refuse(fieldProblem('logo', 'logo-not-whole'));
  if (Math.max(size.width, size.height) > MAX_LOGO_PIXELS)
    return refuse(
      fieldProblem('logo', 'logo-too-many-pixels', {
        pixels: String(MAX_LOGO_PIXELS),
        width: String(size.width),
        height: String(size.height),
      }),
    );
  return { type: known, bytes };
}

export const toDataUri = ({ type, bytes }: Logo): string => `data:${type};base64,${bytes.toString('base64')}`;
