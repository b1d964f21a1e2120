import { openAlbum } from './album.mjs';
import { createPhotoServer } from './server.mjs';

const host = process.env['PHOTO_API_HOST'] ?? '127.0.0.1';
const port = Number(process.env['PHOTO_API_PORT'] ?? 4101);
/** How long a download may still take once we are asked to stop. */
const PATIENCE_MS = 5000;

if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`PHOTO_API_PORT must be a port, 1 to 65535, not "${process.env['PHOTO_API_PORT']}".`);
  process.exit(1);
}

const server = createPhotoServer(await openAlbum());

server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken: the photo API cannot listen there. Choose another with PHOTO_API_PORT.`
      : `The photo API cannot listen on ${host}:${port} (PHOTO_API_HOST, PHOTO_API_PORT): ${error.message}`,
  );
  process.exit(1);
});
server.listen(port, host, () => console.log(`Photo API on http://${host}:${port}/photos`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close();
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  });
}
