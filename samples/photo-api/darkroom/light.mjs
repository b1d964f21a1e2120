import { HEIGHT, WIDTH } from './format.mjs';

/**
 * The colours of a gradient and where they are, 0 to 1, each with its opacity if it has one: `#fff/.5 0, #000 1`.
 * @typedef {string} Stops
 */

/**
 * A gradient from one height of the picture to another.
 * @param {string} id
 * @param {Stops} stops
 * @param {{ top?: number, bottom?: number }} [options] in pixels
 */
export function gradient(id, stops, { top = 0, bottom = HEIGHT } = {}) {
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="${top}" y2="${bottom}">${toStops(stops)}</linearGradient>`;
}

/**
 * A rectangle over the whole width, filled with a gradient: a sky, or mist that lies over what was drawn before.
 * @param {string} id
 * @param {Stops} stops
 * @param {{ top?: number, bottom?: number }} [options] in pixels
 */
export function wash(id, stops, { top = 0, bottom = HEIGHT } = {}) {
  return `${gradient(id, stops, { top, bottom })}<rect y="${top}" width="${WIDTH}" height="${bottom - top}" fill="url(#${id})"/>`;
}

/**
 * Light around a point.
 * @param {string} id
 * @param {{ x: number, y: number, radius: number, colour: string, strength?: number, flatness?: number }} options `flatness`: how
 *   many times wider than high
 */
export function glow(id, { x, y, radius, colour, strength = 1, flatness = 1 }) {
  const stops = toStops(
    `${colour}/${strength} 0, ${colour}/${strength * 0.62} 0.18, ${colour}/${strength * 0.22} 0.45, ${colour}/0 1`,
  );
  return `<radialGradient id="${id}">${stops}</radialGradient>
<ellipse cx="${x}" cy="${y}" rx="${radius * flatness}" ry="${radius}" fill="url(#${id})" style="mix-blend-mode:screen"/>`;
}

/**
 * Clouds: noise, of which only the crests are seen.
 * @param {string} id
 * @param {object} options
 * @param {number} options.seed
 * @param {string} options.colour
 * @param {readonly [number, number]} options.frequency across and down
 * @param {number} [options.cover] 0 (clear) to 1 (overcast)
 * @param {number} [options.softness] small is hard-edged
 * @param {number} [options.opacity]
 * @param {Stops} options.heights where in the picture they are: white is there, black is not
 * @param {string} [options.transform]
 */
export function clouds(
  id,
  { seed, colour, frequency, cover = 0.5, softness = 0.3, opacity = 1, heights, transform = '' },
) {
  // The noise keeps to about 0.25..0.75.
  const threshold = 0.75 - cover * 0.5;
  return `<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="${frequency.join(' ')}" numOctaves="6" seed="${seed}"/>
<feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  ${1 / softness} 0 0 0 ${-threshold / softness}" result="shape"/>
<feFlood flood-color="${colour}"/><feComposite in2="shape" operator="in"/></filter>
${gradient(`${id}-heights`, heights)}
<mask id="${id}-mask"><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#${id}-heights)"/></mask>
<g mask="url(#${id}-mask)" opacity="${opacity}"><rect x="-300" y="-300" width="${WIDTH + 600}" height="${HEIGHT + 600}" filter="url(#${id})" ${transform && `transform="${transform}"`}/></g>`;
}

/**
 * What the camera adds: darker corners, and grain.
 * @param {{ grain?: number, vignette?: number }} [options]
 */
export function finish({ grain = 0.1, vignette = 0.4 } = {}) {
  return `<radialGradient id="vignette" cx=".5" cy=".48" r=".78">${toStops(`#000/0 0.5, #000/${vignette} 1`)}</radialGradient><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#vignette)"/>
<filter id="grain" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency=".85" numOctaves="2" seed="5"/><feColorMatrix values=".33 .33 .33 0 0 .33 .33 .33 0 0 .33 .33 .33 0 0 0 0 0 0 1"/></filter>
<rect width="${WIDTH}" height="${HEIGHT}" filter="url(#grain)" opacity="${grain}" style="mix-blend-mode:overlay"/>`;
}

/** @param {Stops} stops */
function toStops(stops) {
  return stops
    .split(', ')
    .map((stop) => {
      const [, colour, opacity = 1, offset] = /^([^/ ]+)(?:\/(\S+))? (\S+)$/.exec(stop) ?? [];
      return `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
    })
    .join('');
}
