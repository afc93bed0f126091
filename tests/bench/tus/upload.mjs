// usage: node upload.mjs FILE URL PARALLEL   one file with tus-js-client; the exit status says how it ended
import {createReadStream, statSync} from 'node:fs'
import {Upload} from 'tus-js-client'

const [file, endpoint, parallel] = process.argv.slice(2)
new Upload(createReadStream(file), {
  endpoint,
  ...(Number(parallel) > 1 ? {parallelUploads: Number(parallel)} : {uploadSize: statSync(file).size}),
  metadata: {filename: 'source.bin'},
  onError(error) {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess() {
    process.exit(0)
  },
}).start()
