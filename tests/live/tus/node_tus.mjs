// The protocol's own server for Node, on loopback:
//
//     node node_tus.mjs PORT DIRECTORY OPTIONS
//
// OPTIONS as JSON, each may be missing: maxSize (bytes), lifetimeMs, relativeLocation, token.
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [port, directory, text] = process.argv.slice(2);
const { maxSize, lifetimeMs = 0, relativeLocation = false, token } = JSON.parse(text);

const server = new Server({
  path: '/files',
  datastore: new FileStore({ directory, expirationPeriodInMilliseconds: lifetimeMs }),
  relativeLocation,
  maxSize,
  async onIncomingRequest(request) {
    if (token && request.headers.get('authorization') !== `Bearer ${token}`)
      throw { status_code: 401, body: 'unauthorized\n' };
  },
});
const http = server.listen({ host: '127.0.0.1', port: Number(port) });
http.requestTimeout = 0; // else Node ends a request after five minutes, however it is going
if (lifetimeMs > 0) setInterval(() => server.cleanUpExpiredUploads().catch(() => {}), 1000);
