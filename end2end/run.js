// Starts the real server on an empty database with the small demo, runs the specs against it, asks the server to verify what
// is left, and leaves nothing behind. `node run.js` for everything, `node run.js journey` for one spec.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const binary = resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "debug/server");
const data = mkdtempSync(join(tmpdir(), "xueji-end2end-"));
const specs = readdirSync(join(import.meta.dirname, "specs"))
  .filter((name) => name.endsWith(".spec.js") && name.includes(process.argv[2] ?? ""))
  .map((name) => join("specs", name));

const server = spawn(
  binary,
  ["serve", "--data", data, "--site", join(root, "target/site"), "--addr", "127.0.0.1:0", "--second-factor", "when-enrolled", "--demo-if-empty", "--demo-size", "small"],
  { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "warn,surrealdb=off,surrealdb_core=off,surrealkv=off" } },
);
const url = await new Promise((found, failed) => {
  let text = "";
  server.stdout.on("data", (chunk) => {
    text += chunk;
    const match = text.match(/listening on (http:\S+)/);
    if (match) found(match[1]);
  });
  server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${text}`)));
});
server.removeAllListeners("exit");

const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", ...specs], {
  cwd: import.meta.dirname,
  stdio: "inherit",
  env: { ...process.env, XUEJI_URL: url },
});
let code = await new Promise((done) => tests.on("exit", (code) => done(code ?? 1)));

server.kill("SIGTERM");
await new Promise((done) => server.on("exit", done));
const verified = spawnSync(binary, ["verify", "--data", data], { encoding: "utf8", env: { ...process.env, RUST_LOG: "off" } });
process.stdout.write(verified.stdout);
if (verified.status !== 0) {
  process.stderr.write(verified.stderr);
  code = code || 1;
}
rmSync(data, { recursive: true, force: true });
process.exit(code);
