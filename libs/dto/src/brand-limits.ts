/** WCAG 2.2 §1.4.3, AA: of text with its ground. */
export const MIN_CONTRAST = 4.5;

/** Bytes of a logo, before base64. */
export const MAX_LOGO_BYTES = 48 * 1024;
/** Pixels of a side: what browsers draw small should not cost them much to decode. */
export const MAX_LOGO_PIXELS = 1024;
export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** WCAG 2.2, "relative luminance" of one channel. */
function toLinear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2, "contrast ratio" of a colour (`#rrggbb`) with white, from 1 to 21; undefined when it is no colour. */
export function findContrastWithWhite(color: string): number | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (match === null) return undefined;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => toLinear(Number.parseInt(part, 16)));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
