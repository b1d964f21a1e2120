// A service with a small JSON answer, as quick as node:http can be.
import { createServer } from 'node:http';

const body = JSON.stringify({
  photos: [1, 2, 3, 4, 5].map((id) => ({ id, title: `Photo ${id}`, url: `/photos/${id}/image` })),
});
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };

createServer((_, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
