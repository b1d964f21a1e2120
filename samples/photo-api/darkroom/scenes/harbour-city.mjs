import { createChance } from '../chance.mjs';
import { clouds, finish, glow, gradient, wash } from '../light.mjs';
import { reflection } from '../terrain.mjs';

const QUAY = 655;
const LAMPS = ['#ffd591', '#ffc46b', '#ffe6bd', '#ffb457', '#cfe4ff'];

/**
 * Rows of houses, from the haze to the quay.
 * @type {readonly { id: string, top: string, foot: string, heights: readonly [number, number], widths: readonly [number, number], lit: number, glow: number }[]}
 */
const ROWS = [
  { id: 'far', top: '#3f3f6e', foot: '#7d5f82', heights: [90, 300], widths: [26, 58], lit: 0.1, glow: 0.5 },
  {
    id: 'middle',
    top: '#272a50',
    foot: '#51436c',
    heights: [70, 265],
    widths: [38, 76],
    lit: 0.24,
    glow: 0.8,
  },
  { id: 'near', top: '#12152e', foot: '#262440', heights: [45, 170], widths: [52, 105], lit: 0.36, glow: 1 },
];

/**
 * A city across the harbour, when the lamps have just been lit.
 * @param {import('./scenes.mjs').Print} print
 */
export async function drawHarbourCity(print) {
  const chance = createChance(64);
  const rows = ROWS.map((row, index) => drawRow(chance, row, index));
  const above = `${wash('sky', '#10183c 0, #2b3569 0.28, #7c5b8c 0.48, #e08f7c 0.6, #ffc08a 0.66')}
${clouds('evening', {
  seed: 77,
  colour: '#ff9f8a',
  frequency: [0.0017, 0.012],
  cover: 0.5,
  softness: 0.25,
  opacity: 0.7,
  heights: '#000 0.1, #fff 0.34, #fff 0.6',
})}
${clouds('night', {
  seed: 43,
  colour: '#1c2350',
  frequency: [0.0015, 0.009],
  cover: 0.5,
  softness: 0.3,
  opacity: 0.8,
  heights: '#fff 0, #fff 0.3, #000 0.5',
})}
${glow('dusk', { x: 520, y: QUAY - 20, radius: 330, flatness: 2.6, colour: '#ff9d6b', strength: 0.55 })}
${rows[0]}${wash('far-haze', '#d98b86/0 0, #d98b86/0.5 1', { top: 400, bottom: QUAY })}
${rows[1]}${tower()}${wash('haze', '#8a5f86/0 0, #8a5f86/0.38 1', { top: 480, bottom: QUAY })}
${rows[2]}${quay(chance)}`;
  return `${above}
${reflection('mirror', { of: await print(above), line: QUAY + 8, ripples: [0.007, 0.06], sway: 62, blur: 2 })}
${wash('water', '#0b1030/0.12 0, #0b1030/0.42 0.5, #060820/0.82 1', { top: QUAY + 8, bottom: 1000 })}
${finish({ vignette: 0.5, grain: 0.13 })}`;
}

/**
 * @param {import('../chance.mjs').Chance} chance
 * @param {(typeof ROWS)[number]} row
 * @param {number} index
 */
function drawRow(chance, { id, top, foot, heights, widths, lit, glow: strength }, index) {
  const houses = [];
  const windows = [];
  for (let x = -20; x < 1520;) {
    const width = Math.round(chance.between(...widths));
    // Highest left of the middle, as most city centres are seen from their harbours.
    const centre = Math.exp(-(((x - 620) / 470) ** 2));
    const height = heights[0] + (heights[1] - heights[0]) * chance.between(0.1, 1) * (0.3 + 0.8 * centre);
    houses.push(house(chance, { x, width, height, hasMast: index < 2 && height > heights[1] * 0.75 }));
    windows.push(lightWindows(chance, { x, width, height, lit, pitch: 7 + index * 2.2 }));
    x += width + (chance.between(0, 1) < 0.25 ? chance.between(2, 14) : 0);
  }
  return `${gradient(id, `${top} 0, ${foot} 1`, {
    top: QUAY - heights[1],
    bottom: QUAY,
  })}<path d="${houses.join('')}" fill="url(#${id})"/>
<g opacity="${strength}">${windows.join('')}</g>`;
}

/**
 * @param {import('../chance.mjs').Chance} chance
 * @param {{ x: number, width: number, height: number, hasMast: boolean }} options
 */
function house(chance, { x, width, height, hasMast }) {
  const y = QUAY - height;
  const step = chance.pick([0, 0, 10, 18]);
  const inset = width * 0.22;
  const roof = step === 0 ? '' : `M${x + inset} ${y}v${-step}h${width - inset * 2}v${step}z`;
  const mast = hasMast ? `M${x + width / 2 - 1} ${y - step}v-34h2v34z` : '';
  return `M${x} ${QUAY + 10}V${y.toFixed(1)}h${width}V${QUAY + 10}z${roof}${mast}`;
}

/**
 * @param {import('../chance.mjs').Chance} chance
 * @param {{ x: number, width: number, height: number, lit: number, pitch: number }} options
 */
function lightWindows(chance, { x, width, height, lit, pitch }) {
  const windows = [];
  const share = lit * chance.between(0.35, 1.4);
  const columns = Math.floor((width - 8) / pitch);
  const left = x + (width - columns * pitch) / 2 + pitch * 0.22;
  for (let y = QUAY - height + pitch; y < QUAY - 8; y += pitch * 1.25) {
    const isFloorLit = chance.between(0, 1) < 0.05;
    for (let column = 0; column < columns; column += 1) {
      if (!isFloorLit && chance.between(0, 1) > share) continue;
      const opacity = chance.between(0.35, 1).toFixed(2);
      windows.push(
        `<rect x="${(left + column * pitch).toFixed(1)}" y="${y.toFixed(1)}" width="${(pitch * 0.52).toFixed(1)}" height="${(pitch * 0.62).toFixed(1)}" fill="${chance.pick(LAMPS)}" opacity="${opacity}"/>`,
      );
    }
  }
  return windows.join('');
}

/** The one that everybody photographs. */
function tower() {
  return `${gradient('tower', '#3a3560 0, #2a274e 1', { top: 200, bottom: QUAY })}
<path d="M893 ${QUAY}L905 330L911 322L913 232L914.5 196L916 232L918 322L924 330L936 ${QUAY}Z" fill="url(#tower)"/><ellipse cx="914.5" cy="332" rx="25" ry="11" fill="#34305a"/><ellipse cx="914.5" cy="342" rx="17" ry="8" fill="#2b284f"/>
<path d="M891 331h47" stroke="#ffd591" stroke-width="2.4" stroke-dasharray="4 3"/><circle cx="914.5" cy="196" r="2.6" fill="#ff5c5c"/>${glow('beacon', { x: 914.5, y: 196, radius: 26, colour: '#ff4d4d', strength: 0.9 })}${glow('deck', { x: 914.5, y: 333, radius: 60, colour: '#ffbe6b', strength: 0.4 })}`;
}

/**
 * Lamps along the water.
 * @param {import('../chance.mjs').Chance} chance
 */
function quay(chance) {
  const lamps = [];
  for (let x = 18; x < 1500; x += chance.between(34, 58)) {
    lamps.push(
      `<rect x="${(x - 0.7).toFixed(1)}" y="${QUAY - 17}" width="1.4" height="18" fill="#0d0f22"/><circle cx="${x.toFixed(1)}" cy="${QUAY - 18}" r="11" fill="url(#lamp)"/><circle cx="${x.toFixed(1)}" cy="${QUAY - 18}" r="2.2" fill="#fff3d6"/>`,
    );
  }
  return `<radialGradient id="lamp"><stop offset="0" stop-color="#ffcf85" stop-opacity=".85"/><stop offset="1" stop-color="#ffb152" stop-opacity="0"/></radialGradient>
<rect y="${QUAY - 3}" width="1500" height="11" fill="#0a0c1d"/>${lamps.join('')}`;
}
