// A server that takes checksums, on loopback: node uploadx.mjs PORT DIRECTORY
import http from 'node:http';
import { tus } from '@uploadx/core';

const [port, directory] = process.argv.slice(2);
const handle = tus({ uploadDir: directory, metaStorageConfig: { directory: `${directory}/.meta` } });
const server = http.createServer(handle);
server.requestTimeout = 0; // else Node ends a request after five minutes, however it is going
server.listen({ host: '127.0.0.1', port: Number(port) });
