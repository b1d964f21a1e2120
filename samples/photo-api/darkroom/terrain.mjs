import { HEIGHT, WIDTH } from './format.mjs';

/** @typedef {readonly [x: number, y: number]} Point */

/**
 * The line of a range of hills, from left to right.
 * @param {import('./chance.mjs').Chance} chance
 * @param {object} options
 * @param {number} options.base in pixels from the top
 * @param {number} options.height of its peaks over the base, in pixels
 * @param {number} options.span width of its large forms, in pixels
 * @param {number} [options.roughness] 0.3 rolls, 0.6 is rock
 * @param {number} [options.octaves]
 * @param {(x: number) => number} [options.shape] added to the noise: where the range is to be high (1) or low (-1)
 * @returns {Point[]}
 */
export function ridge(chance, { base, height, span, roughness = 0.5, octaves = 7, shape = () => 0 }) {
  const profile = chance.profile({ roughness, octaves });
  return Array.from({ length: WIDTH / 4 + 11 }, (_, index) => {
    const x = index * 4 - 20;
    return [x, Math.round((base - height * (profile(x / span) + shape(x / WIDTH))) * 10) / 10];
  });
}

/**
 * A bump for `shape`.
 * @param {number} centre 0 (left) to 1 (right)
 * @param {number} width
 * @param {number} [height]
 * @returns {(x: number) => number}
 */
export function peak(centre, width, height = 1) {
  return (x) => height * Math.exp(-(((x - centre) / width) ** 2));
}

/**
 * The land below a line.
 * @param {readonly Point[]} line
 * @param {number} [bottom]
 */
export function below(line, bottom = HEIGHT + 10) {
  return `M-20 ${bottom}L${line.map(([x, y]) => `${x} ${y}`).join(' ')}L${WIDTH + 20} ${bottom}Z`;
}

/**
 * How high a line is at x.
 * @param {readonly Point[]} line
 * @param {number} x
 */
export function heightAt(line, x) {
  return line.find(([at]) => at >= x)?.[1] ?? HEIGHT;
}

/**
 * A filter that turns a flat shape into lit relief: noise is the height, a lamp far away lights it, and the light is translated to
 * colours, so that shadows can be blue.
 * @param {string} id
 * @param {object} options
 * @param {number} options.seed
 * @param {readonly [number, number]} options.frequency across and down
 * @param {number} [options.octaves]
 * @param {number} options.height of the relief
 * @param {number} options.azimuth where the light comes from: 0 is the right, 270 above
 * @param {number} [options.elevation] of the light
 * @param {readonly string[]} options.colours of the form #rrggbb, from shadow to light
 */
export function relief(id, { seed, frequency, octaves = 7, height, azimuth, elevation = 40, colours }) {
  const table = [1, 3, 5].map((at) =>
    colours.map((colour) => (parseInt(colour.slice(at, at + 2), 16) / 255).toFixed(3)).join(' '),
  );
  return `<filter id="${id}" filterUnits="userSpaceOnUse" x="0" y="0" width="${WIDTH}" height="${HEIGHT}" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="${frequency.join(' ')}" numOctaves="${octaves}" seed="${seed}"/>
<feDiffuseLighting surfaceScale="${height}" diffuseConstant="1.15" lighting-color="#fff"><feDistantLight azimuth="${azimuth}" elevation="${elevation}"/></feDiffuseLighting>
<feComponentTransfer><feFuncR type="table" tableValues="${table[0]}"/><feFuncG type="table" tableValues="${table[1]}"/><feFuncB type="table" tableValues="${table[2]}"/></feComponentTransfer>
<feComposite in2="SourceAlpha" operator="in"/></filter>`;
}

/**
 * What stands above the water line, seen again in the water.
 * @param {string} id
 * @param {object} options
 * @param {string} options.of what is mirrored, as a data URL
 * @param {number} options.line in pixels from the top
 * @param {readonly [number, number]} [options.ripples] their frequency, across and down
 * @param {number} [options.sway] how far ripples move the image, in pixels
 * @param {number} [options.blur]
 */
export function reflection(id, { of, line, ripples = [0.006, 0.11], sway = 26, blur = 1.2 }) {
  return `<filter id="${id}" filterUnits="userSpaceOnUse" x="0" y="${line}" width="${WIDTH}" height="${HEIGHT - line}" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="${ripples.join(' ')}" numOctaves="3" seed="4" result="ripples"/>
<feDisplacementMap in="SourceGraphic" in2="ripples" scale="${sway}" xChannelSelector="R" yChannelSelector="G"/><feGaussianBlur stdDeviation="${blur * 0.7} ${blur * 1.6}"/></filter>
<clipPath id="${id}-clip"><rect y="${line}" width="${WIDTH}" height="${HEIGHT - line}"/></clipPath>
<g clip-path="url(#${id}-clip)"><g filter="url(#${id})"><image href="${of}" width="${WIDTH}" height="${HEIGHT}" transform="translate(0 ${line * 2}) scale(1 -1)"/></g></g>`;
}
