// A service as quick as node:http can be: a small JSON answer, and a megabyte at /megabyte.
import { createServer } from 'node:http';

const small = Buffer.from(
  JSON.stringify({
    photos: [1, 2, 3, 4, 5].map((id) => ({ id, title: `Photo ${id}`, url: `/photos/${id}/image` })),
  }),
);
const megabyte = Buffer.alloc(1_048_576, 'gatehouse ');

createServer(({ url }, response) => {
  const [type, body] =
    url === '/megabyte' ? ['application/octet-stream', megabyte] : ['application/json', small];
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
