/**
 * A spruce, as a path: tiers of drooping branches, none like the other.
 * @param {import('./chance.mjs').Chance} chance
 * @param {object} options
 * @param {number} options.x
 * @param {number} options.foot in pixels from the top
 * @param {number} options.height
 * @param {number} [options.breadth] of the lowest branches, as a part of the height
 */
export function spruce(chance, { x, foot, height, breadth = 0.34 }) {
  const tiers = Math.max(7, Math.round(height / 9));
  const side = (/** @type {1 | -1} */ direction) =>
    Array.from({ length: tiers }, (_, tier) => {
      const along = (tier + 1) / tiers;
      const reach = direction * height * breadth * 0.5 * along ** 0.85 * chance.between(0.62, 1.12);
      const y = foot - height * 0.97 * (1 - along * 0.93);
      const tip = [x + reach, y + height * 0.035 * chance.between(0.4, 1.5)];
      const back = [x + reach * chance.between(0.22, 0.42), y + height * 0.006];
      return [tip, back];
    }).flat();
  const right = side(1);
  const left = side(-1).toReversed();
  const trunk = height * 0.012 + 0.6;
  const points = [[x, foot - height], ...right, [x + trunk, foot], [x - trunk, foot], ...left];
  return `M${points.map(([px = 0, py = 0]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join(' ')}Z`;
}

/**
 * A cypress, as they stand along Italian roads.
 * @param {import('./chance.mjs').Chance} chance
 * @param {{ x: number, foot: number, height: number }} options
 */
export function cypress(chance, { x, foot, height }) {
  const half = height * chance.between(0.085, 0.115);
  const top = foot - height;
  const widest = foot - height * 0.32;
  return `M${x} ${top}C${x + half * 0.75} ${top + height * 0.3} ${x + half * 1.25} ${widest} ${x + half * 0.5} ${foot - height * 0.04}L${x + 2} ${foot}L${x - 2} ${foot}L${x - half * 0.5} ${foot - height * 0.04}C${x - half * 1.25} ${widest} ${x - half * 0.75} ${top + height * 0.3} ${x} ${top}Z`;
}

/**
 * A wood along a line of land: the path of all its trees.
 * @param {import('./chance.mjs').Chance} chance
 * @param {object} options
 * @param {(x: number) => number} options.ground
 * @param {number} options.from
 * @param {number} options.to
 * @param {number} options.spacing
 * @param {readonly [number, number]} options.heights
 * @param {number} [options.breadth]
 */
export function wood(chance, { ground, from, to, spacing, heights, breadth = 0.34 }) {
  const paths = [];
  for (let x = from; x < to; x += spacing * chance.between(0.4, 1.6)) {
    const height = chance.between(...heights) * chance.between(0.75, 1.1);
    paths.push(spruce(chance, { x, foot: ground(x) + height * 0.06, height, breadth }));
  }
  return paths.join('');
}
