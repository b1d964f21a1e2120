import { tellDestination } from './destination';

it.each([
  ['print.example', { kind: 'host', host: 'print.example' }],
  ['print.example:8443', { kind: 'host', host: 'print.example:8443' }],
  ['127.0.0.1.print.example', { kind: 'host', host: '127.0.0.1.print.example' }],
  ['localhost.print.example', { kind: 'host', host: 'localhost.print.example' }],
  ['127.0.0.1:49152', { kind: 'loopback' }],
  ['[::1]:49152', { kind: 'loopback' }],
  ['localhost', { kind: 'loopback' }],
  ['com.example.print:', { kind: 'scheme', scheme: 'com.example.print' }],
])('%s', (redirectHost, destination) => {
  expect(tellDestination(redirectHost)).toEqual(destination);
});
