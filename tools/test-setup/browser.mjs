import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../..');

/** Where journeys leave their pictures; git-ignored. */
export const SCREENSHOTS = join(ROOT, 'screenshots');

const INSTALLED = [
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Launches an installed Chrome or Chromium, else the Chromium of the npm package `@sparticuz/chromium` (Linux on x64).
 * @param {{ font?: string }} [options]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser({ font } = {}) {
  const { chromium } = await import('playwright-core');
  const found = await findBrowser();
  const { executablePath } = found;
  const env = font === undefined ? found.env : { ...found.env, FONTCONFIG_FILE: await chooseFont(font) };
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    // Chromium's sandbox refuses root; /dev/shm is tiny in containers.
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--font-render-hinting=none',
    ],
  });
}

/**
 * Takes a picture of the whole page into the screenshots folder.
 * @param {import('playwright-core').Page} page
 * @param {string} name without extension
 * @returns {Promise<string>} the file
 */
export async function takeScreenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const path = join(SCREENSHOTS, `${name}.png`);
  await loadImages(page);
  await page.screenshot({ path, fullPage: true });
  return path;
}

/**
 * Pictures further down load when somebody scrolls to them; in a picture of the whole page they must be there.
 * @param {import('playwright-core').Page} page
 */
async function loadImages(page) {
  // A text, since it is the page that runs it. A picture that does not exist is part of what is to be seen.
  await page.evaluate(`Promise.allSettled([...document.images].map((image) => {
    image.loading = 'eager';
    return image.decode();
  }))`);
}

/** @returns {Promise<{ executablePath: string, env: Record<string, string> }>} */
async function findBrowser() {
  const named = process.env['CHROME_PATH'];
  const installed = [...(named === undefined ? [] : [named]), ...INSTALLED].find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chrome or Chromium found: install one, or set CHROME_PATH to its program.');
  }
  const directory = await unpackChromium();
  const executablePath = join(directory, 'chromium');
  const bundledFonts = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_PATH: join(directory, 'fonts') };
  const bundledLibraries = { LD_LIBRARY_PATH: join(directory, 'al2023/lib') };
  const runsAlone = await run(executablePath, ['--version']).then(
    () => true,
    () => false,
  );
  return { executablePath, env: { ...bundledFonts, ...(runsAlone ? {} : bundledLibraries) } };
}

/**
 * Has pages in the letters of the npm package, which look the same on every Linux, where its font is named; elsewhere the system
 * chooses as ever.
 * @param {string} font
 * @returns {Promise<string>} the file that says so
 */
async function chooseFont(font) {
  const directory = await unpackChromium();
  const file = join(directory, 'chosen-font.conf');
  const prefer = (/** @type {string} */ generic, /** @type {string} */ family) =>
    `<alias binding="same"><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${directory}/fonts/fonts</dir>
<dir>/usr/share/fonts</dir><cachedir>${directory}/fonts-cache</cachedir>${prefer('system-ui', font)}${prefer('sans-serif', font)}
${prefer('monospace', 'DejaVu Sans Mono')}</fontconfig>`,
  );
  return file;
}

/**
 * Unpacks the npm package's Chromium once. The package itself unpacks straight into the temporary directory, where a run that is
 * interrupted leaves half a program for the next; so it is sent to a folder of its own, which is renamed when whole.
 * @returns {Promise<string>} the folder
 */
async function unpackChromium() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../../package.json'), 'utf8'));
  const directory = join(tmpdir(), `gatehouse-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(directory)) return directory;

  const unfinished = `${directory}.${process.pid}`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  // VERCEL makes the package unpack its shared libraries as well, for systems that have none of a browser's.
  await run(process.execPath, ['-e', script], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], TMPDIR: unfinished, VERCEL: '1' },
  });
  try {
    await rename(unfinished, directory);
  } catch (error) {
    // Another worker was faster.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}
