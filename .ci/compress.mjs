// Writes a .br and a .gz beside every file that is served, once, so that no request waits for compression.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const directory = process.argv[2];
for (const name of readdirSync(directory).filter((name) => /\.(wasm|js|css)$/.test(name))) {
  const bytes = readFileSync(join(directory, name));
  writeFileSync(join(directory, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(join(directory, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
