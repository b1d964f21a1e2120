import { readLogo } from './logo.js';
import { findPictureSize } from './picture-size.js';

// Of 30 by 20 pixels each, drawn by a browser.
const PICTURES = {
  png: [
    'image/png',
    'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAYAAACaq43EAAAAPUlEQVR4AezSsQ0AQAhCUeL+g91WZ0+PNN/EwgaTF+ZJv7Gj0vD4DB5qqGMClCtG68FQu0jshjpG68E16gUAAP//DI3o+wAAAAZJREFUAwBUaDV70S8DAQAAAABJRU5ErkJggg==',
  ],
  jpeg: [
    'image/jpeg',
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAUAB4DASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAUG/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AnQE9rwAAAAAH/9k=',
  ],
  'lossy WebP': [
    'image/webp',
    'UklGRkYAAABXRUJQVlA4IDoAAAAwAwCdASoeABQAPtFiqk+oJaOiKAgBABoJZQDB+oAAQFBQAP7uCmeu8WlGv/yz/z++LvfFO6hvWAAA',
  ],
  'lossless WebP': ['image/webp', 'UklGRhwAAABXRUJQVlA4TA8AAAAvHcAEAAcQRY7+ByKi/wEA'],
  'extended WebP': [
    'image/webp',
    'UklGRnAAAABXRUJQVlA4WAoAAAAQAAAAHQAAEwAAQUxQSBAAAAABB1DAiAgABOG/XUBE/1MHVlA4IDoAAAAwAwCdASoeABQAPtFiqk+oJaOiKAgBABoJZQDAGoAAQFBQAP7uCmeu8WlGv/yz/z++LvUUvAjxNGwA',
  ],
} as const;

const toUri = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString('base64')}`;

describe.each(Object.entries(PICTURES))('a %s', (_, [type, text]) => {
  const bytes = Buffer.from(text, 'base64');

  it('says how large it is', () => {
    expect(findPictureSize(type, bytes)).toEqual({ width: 30, height: 20 });
  });

  it('may be a logo', () => {
    expect(readLogo(toUri(type, bytes))).toEqual({ type, bytes });
  });

  it('may be none when it ends within its head', () => {
    expect(() => readLogo(toUri(type, bytes.subarray(0, 20)))).toThrow(/cannot be accepted|logo/);
  });

  it('may be none under the type of another', () => {
    const other = type === 'image/png' ? 'image/jpeg' : 'image/png';
    expect(() => readLogo(toUri(other, bytes))).toThrow();
  });
});

it('a logo has at most 1024 pixels a side, and at least one', () => {
  const withWidth = (width: number): string => {
    const bytes = Buffer.from(PICTURES.png[1], 'base64');
    bytes.writeUInt32BE(width, 16);
    return toUri('image/png', bytes);
  };
  expect(readLogo(withWidth(1024)).type).toBe('image/png');
  expect(() => readLogo(withWidth(1025))).toThrow();
  expect(() => readLogo(withWidth(0))).toThrow();
});
