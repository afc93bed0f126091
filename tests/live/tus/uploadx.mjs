// A server that takes checksums, on loopback: node uploadx.mjs PORT DIRECTORY
import fs from 'node:fs/promises';
import http from 'node:http';
import timers from 'node:timers/promises';
import { Tus } from '@uploadx/core';

const [port, directory] = process.argv.slice(2);
const uploads = new Tus({ uploadDir: directory, metaStorageConfig: { directory: `${directory}/.meta` } });

// Of a request that broke off or was damaged it drops what came, but tells of those bytes until then, and does not wait for
// the last of them to be written: zeros would be left between. So one request for an upload waits for another, and what came
// is dropped once more.
const dropped = ['RequestAborted', 'ChecksumMismatch'];
const { storage } = uploads;
const write = storage.write.bind(storage);
const undone = async (part) => {
    await timers.setTimeout(100);
    const { name } = await storage.getMeta(part.id);
    await fs.truncate(storage.getFilePath(name), part.start);
};
const turns = new Map();
storage.write = (part) => {
    const before = turns.get(part.id) ?? Promise.resolve();
    const turn = before.then(() => write(part));
    const failed = (error) => (dropped.includes(error.uploadxErrorCode) ? undone(part) : undefined);
    turns.set(part.id, turn.catch(failed).catch(() => {}));
    return turn;
};

const server = http.createServer(uploads.handle);
server.requestTimeout = 0; // else Node ends a request after five minutes, however it is going
server.listen({ host: '127.0.0.1', port: Number(port) });
