import { createChance } from '../chance.mjs';
import { clouds, finish, glow, gradient, wash } from '../light.mjs';
import { below, heightAt, relief, ridge } from '../terrain.mjs';
import { cypress } from '../trees.mjs';

/** From the horizon to the field in front. */
const FIELDS = [
  { base: 520, height: 34, span: 330, colours: ['#6d8a94', '#86a09d', '#a3b5a2'], haze: 0.5 },
  { base: 556, height: 34, span: 360, colours: ['#5c7d62', '#89a268', '#c0bf7c'], haze: 0.42 },
  { base: 615, height: 44, span: 420, colours: ['#4b6f3f', '#86a04b', '#d3c469'], haze: 0.3 },
  { base: 700, height: 58, span: 520, colours: ['#3f6630', '#7f9f3c', '#d9c555'], haze: 0.16 },
  { base: 850, height: 60, span: 600, colours: ['#2f5322', '#6f9032', '#cdb947'], haze: 0 },
];

/** A road between cypresses, on a late afternoon in May. */
export function drawTuscanRoad() {
  const chance = createChance(77);
  const lines = FIELDS.map(({ base, height, span }, index) =>
    ridge(chance, {
      base,
      height,
      span,
      roughness: 0.28,
      octaves: 4,
      shape: (x) => (index === 3 ? 1.2 * x - 0.3 : 0),
    }),
  );
  const fields = FIELDS.map(({ base, colours, haze }, index) => {
    const line = lines[index] ?? [];
    return `${relief(`field-${index}`, { seed: 40 + index, frequency: [0.003 + 0.001 * (4 - index), 0.016 + 0.006 * (4 - index)], octaves: 6, height: 7 + index * 1.5, azimuth: 215, elevation: 36, colours })}
<path d="${below(line)}" filter="url(#field-${index})"/>${groves(chance, { line, index })}
${gradient(`lit-${index}`, '#fff2b0/0.42 0, #fff2b0/0 1', {
  top: base - 70,
  bottom: base + 60,
})}<path d="${below(line)}" fill="url(#lit-${index})" style="mix-blend-mode:soft-light"/>
${wash(`haze-${index}`, `#f6dfb4/0 0, #f6dfb4/${haze} 1`, { top: base - 50, bottom: base + 60 })}`;
  });
  return `${wash('sky', '#4f93c8 0, #a8cbd9 0.32, #fbe6bd 0.52')}
${clouds('cumulus', {
  seed: 61,
  colour: '#fffaf0',
  frequency: [0.0028, 0.0075],
  cover: 0.5,
  softness: 0.17,
  opacity: 0.95,
  heights: '#fff/0.5 0.02, #fff 0.22, #fff/0.7 0.42, #000 0.5',
})}
${clouds('undersides', {
  seed: 64,
  colour: '#c9b7b4',
  frequency: [0.0028, 0.0085],
  cover: 0.42,
  softness: 0.22,
  opacity: 0.4,
  heights: '#000 0.05, #fff 0.3, #000 0.46',
})}
${glow('sun', { x: 170, y: 400, radius: 620, colour: '#ffe2a0', strength: 0.6 })}
${fields.join('')}
${poppies(chance, lines[4] ?? [])}
${roadAndHouse(chance, lines[3] ?? [])}
${glow('late-light', { x: 120, y: 560, radius: 760, flatness: 1.3, colour: '#ffcf7a', strength: 0.26 })}
${finish({ vignette: 0.36, grain: 0.1 })}`;
}

/**
 * Bushes along the edges of fields.
 * @param {import('../chance.mjs').Chance} chance
 * @param {{ line: readonly import('../terrain.mjs').Point[], index: number }} options
 */
function groves(chance, { line, index }) {
  if (index === 4) return '';
  const size = 2.2 + index * 2.1;
  const bushes = Array.from({ length: 5 }, () => {
    const centre = chance.between(0, 1500);
    return Array.from({ length: 16 }, () => {
      const x = centre + chance.between(-1, 1) * size * 16;
      const radius = size * chance.between(0.6, 1.5);
      const y = heightAt(line, x) + radius * 0.2 + chance.between(0, size * 2.4);
      return `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${(radius * 1.25).toFixed(1)}" ry="${radius.toFixed(1)}"/>`;
    }).join('');
  });
  return `<g fill="${['#5f7f7c', '#4c6f55', '#355a36', '#264a29'][index]}" opacity=".9">${bushes.join('')}</g>`;
}

/**
 * The road winds up to a house on the hill.
 * @param {import('../chance.mjs').Chance} chance
 * @param {readonly import('../terrain.mjs').Point[]} line
 */
function roadAndHouse(chance, line) {
  const houseX = 1090;
  const houseY = heightAt(line, houseX) + 8;
  const road = [
    [430, 1040, 120],
    [610, 940, 66],
    [850, 862, 36],
    [985, 812, 24],
    [930, 764, 15],
    [960, 726, 10],
    [1040, 698, 7],
    [1072, houseY + 4, 5],
  ];
  const left = road.map(([x = 0, y = 0, width = 0]) => [x - width, y]);
  const right = road.map(([x = 0, y = 0, width = 0]) => [x + width, y]).toReversed();
  const cypresses = road.slice(2).flatMap(([x = 0, y = 0, width = 0], index) => {
    const [nextX = x, nextY = y, nextWidth = width] = road[index + 3] ?? [];
    return [0, 0.34, 0.67].flatMap((along) => {
      const px = x + (nextX - x) * along;
      const py = y + (nextY - y) * along;
      const reach = (width + (nextWidth - width) * along) * 1.75;
      return [-1, 1].map((side) => ({
        x: px + side * reach,
        foot: py + 2,
        height: reach * chance.between(2.3, 3) + 12,
      }));
    });
  });
  const trees = cypresses.toSorted((a, b) => a.foot - b.foot);
  const shadows = trees.map(
    ({ x, foot, height }) =>
      `<path d="M${x - 2} ${foot}L${x + height * 0.9} ${foot + height * 0.16}L${x + height * 0.95} ${foot + height * 0.24}L${x + 3} ${foot + 3}Z"/>`,
  );
  return `${gradient('road', '#f6e6c0 0, #e0c590 1', {
    top: 660,
    bottom: 1000,
  })}<path d="${smooth(left)}L${smooth(right).slice(1)}Z" fill="url(#road)"/>
<g fill="#2a4420" opacity=".5">${shadows.join('')}</g>
${farmhouse(houseX, houseY)}
<linearGradient id="cypress"><stop offset="0" stop-color="#4f6f33"/><stop offset=".45" stop-color="#26461f"/><stop offset="1" stop-color="#132b15"/></linearGradient>
<g fill="url(#cypress)">${trees.map((tree) => `<path d="${cypress(chance, tree)}"/>`).join('')}</g>`;
}

/**
 * @param {number} x
 * @param {number} y
 */
function farmhouse(x, y) {
  return `<g transform="translate(${x} ${y})"><path d="M-6 0V-34H34V0Z" fill="#e9c793"/><path d="M34 0V-34H64V0Z" fill="#b98d62"/><path d="M-11 -33L14 -48L70 -46L66 -33Z" fill="#b5613f"/><path d="M-11 -33L14 -48L38 -33Z" fill="#c9744a"/>
<path d="M2 -24h6v8h-6zM16 -24h6v8h-6zM42 -24h6v8h-6zM54 -24h5v8h-5zM10 -10h7v10h-7z" fill="#6b4630"/><path d="M64 0V-22H86V0Z" fill="#caa071"/><path d="M61 -21L75 -31L90 -21Z" fill="#b5613f"/></g>`;
}

/**
 * A curve through points.
 * @param {readonly (readonly number[])[]} points
 */
function smooth(points) {
  const [first = [0, 0], ...rest] = points;
  return rest.reduce(
    (path, [x = 0, y = 0], index) => {
      const [fromX = 0, fromY = 0] = points[index] ?? first;
      const middle = (fromY + y) / 2;
      return `${path}C${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
    },
    `M${first.join(' ')}`,
  );
}

/**
 * Poppies in the field in front, smaller the farther they are.
 * @param {import('../chance.mjs').Chance} chance
 * @param {readonly import('../terrain.mjs').Point[]} line
 */
function poppies(chance, line) {
  const flowers = Array.from({ length: 560 }, () => {
    const x = chance.between(-10, 1510);
    const near = chance.between(0, 1) ** 1.4;
    const y = heightAt(line, x) + 6 + near * (1000 - heightAt(line, x));
    const drift = Math.sin(x / 130 + near * 3) * 0.5 + 0.5;
    return { x, y, size: (1 + near * 6.5) * (0.45 + drift * 0.65) };
  }).toSorted((a, b) => a.y - b.y);
  const drawn = flowers.map(({ x, y, size }) => {
    const colour = chance.pick(['#d8341f', '#e8472a', '#c42818', '#f06a3c']);
    return `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${size.toFixed(1)}" ry="${(size * 0.66).toFixed(1)}" fill="${colour}"/>`;
  });
  return `<filter id="bloom"><feGaussianBlur stdDeviation=".6"/></filter><g filter="url(#bloom)">${drawn.join('')}</g>`;
}
