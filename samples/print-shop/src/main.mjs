import { openAssets } from './assets.mjs';
import { createGatehouse } from './gatehouse.mjs';
import { createPhotoAlbum } from './photo-album.mjs';
import { createRoutes } from './routes.mjs';
import { createShopServer } from './server.mjs';
import { createSessions } from './sessions.mjs';
import { readSettings } from './settings.mjs';

/** How long a page may still take once we are asked to stop. */
const PATIENCE_MS = 5000;

const { settings, problems } = readSettings(process.env);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

const { host, port, url, gatewayUrl } = settings;
const gatehouse = createGatehouse(settings);
const sessions = createSessions({ isSecure: url.protocol === 'https:' });
const album = createPhotoAlbum({ gatehouse, gatewayUrl });
const server = createShopServer({
  url,
  routes: createRoutes({ url, gatehouse, album, sessions }),
  sessions,
  assets: await openAssets(),
  // Part of it may have come from outside: one entry stays one line.
  log: (message) => console.error(message.replaceAll(/[\r\n]+/g, ' | ')),
});

server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken: the print shop cannot listen there. Choose another with PRINT_SHOP_PORT.`
      : `The print shop cannot listen on ${host}:${port} (PRINT_SHOP_HOST, PRINT_SHOP_PORT): ${error.message}`,
  );
  process.exit(1);
});
server.listen(port, host, () => console.log(`Print Shop on ${url.origin}`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close();
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  });
}
