// Runs the specs side by side, each against a real server of its own with a fresh copy of the small demo, asks each server to
// verify what is left, and leaves nothing behind. `node run.js` for everything, `node run.js journey` for one spec.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
// The optimised server where it is asked for: how fast a page is there says little of the other.
const binary = join(target, process.env.XUEJI_PROFILE ?? "debug", "server");
// A lane is a server, a browser and its spec. Each keeps about one core busy.
const lanes = Number(process.env.XUEJI_LANES ?? Math.min(4, availableParallelism()));
// The longest first, so that none of them is left to run alone at the end.
const LONGEST = ["journey", "portal", "walks", "accessibility", "tasks", "paper", "kinds", "accounts", "steady", "change", "review", "prints", "problems", "follow_up", "check_sheet", "design"];
const rank = (name) => [...LONGEST, name.split(".")[0]].indexOf(name.split(".")[0]);
const waiting = readdirSync(join(import.meta.dirname, "specs"))
  .filter((name) => name.endsWith(".spec.js") && name.includes(process.argv[2] ?? ""))
  .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));

/** Runs a program to its end and gives its code and what it said. */
function run(program, args, environment) {
  const child = spawn(program, args, { cwd: import.meta.dirname, env: { ...process.env, ...environment } });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  return new Promise((done) => child.on("exit", (code) => done({ code: code ?? 1, said })));
}

/** The small demo of this program and day. The lock is that of the tests of the whole server, which keep it in the same place. */
async function demo() {
  mkdirSync(join(target, "tmp"), { recursive: true });
  const made = [process.execPath, join(import.meta.dirname, "support/demo.js"), binary, join(target, "tmp")];
  const { code, said } = await run("flock", [join(target, "tmp/demo.lock"), ...made], {});
  if (code !== 0) throw new Error(`the demo was not built: ${said}`);
  return said.trim().split("\n").at(-1);
}

/** The key that signs lists of the systems' keys (系统公钥目录): its file, and the 校验码 by which every server here believes it. */
async function directoryKey(folder) {
  const secret = join(folder, "secret");
  const { code, said } = await run(binary, ["directory-key", "--out", secret], { RUST_LOG: "off" });
  const told = said.match(/校验码\s+(\S+)/);
  if (code !== 0 || !told) throw new Error(`the key of directories was not made: ${said}`);
  return { secret, fingerprint: told[1] };
}

async function serve(data, directory) {
  const settings = ["--second-factor", "when-enrolled", "--directory-key", directory.fingerprint];
  const server = spawn(
    binary,
    ["serve", "--data", data, "--site", join(root, "target/site"), "--addr", "127.0.0.1:0", ...settings],
    // How full the disk of the machine is, is not what is tested.
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, XUEJI_DISK_FLOOR: "0", RUST_LOG: "warn,surrealdb=off,surrealdb_core=off,surrealkv=off" } },
  );
  let said = "";
  server.stderr.on("data", (chunk) => (said += chunk));
  const url = await new Promise((found, failed) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      const match = text.match(/listening on (http:\S+)/);
      if (match) found(match[1]);
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  server.removeAllListeners("exit");
  const stop = async () => {
    server.kill("SIGTERM");
    await new Promise((done) => server.on("exit", done));
    return said;
  };
  return { url, stop };
}

/** What went wrong, out of all that was said: each failed test with its reason, and what the server gave up over. */
function wrong(said) {
  const tests = said.match(/^ *not ok [\s\S]*?^ *\.\.\.$/gm) ?? [];
  const panics = said.match(/^thread .* panicked at .*\n.*$/gm) ?? [];
  return [...tests, ...panics].join("\n");
}

/** One spec, from a fresh copy to its verification. Gives what went wrong, or nothing. */
async function walk(spec, from, directory) {
  const began = Date.now();
  const data = mkdtempSync(join(tmpdir(), "xueji-end2end-"));
  try {
    cpSync(from, data, { recursive: true });
    const { url, stop } = await serve(data, directory);
    const environment = { XUEJI_URL: url, XUEJI_SERVER: binary, XUEJI_DIRECTORY_SECRET: directory.secret };
    const tests = await run(process.execPath, ["--test", join("specs", spec)], environment);
    const log = await stop();
    const verified = await run(binary, ["verify", "--data", data], { RUST_LOG: "off" });
    const well = tests.code === 0 && verified.code === 0;
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`${tests.said}${log}${well ? "" : verified.said}\n== ${spec}: ${well ? "passed" : "FAILED"} in ${seconds} s, ${verified.said.trim().split("\n").at(-1)}\n`);
    return well ? null : `== ${spec}\n${wrong(tests.said + log)}`;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

const from = await demo();
const keys = mkdtempSync(join(tmpdir(), "xueji-end2end-key-"));
process.on("exit", () => rmSync(keys, { recursive: true, force: true }));
const directory = await directoryKey(keys);
const failed = [];
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (let spec = waiting.shift(); spec; spec = waiting.shift()) {
      const told = await walk(spec, from, directory);
      if (told !== null) failed.push([spec, told]);
    }
  }),
);
// Whoever reads the end of a long log finds there why it failed.
for (const [, told] of failed) console.log(told);
console.log(failed.length ? `failed: ${failed.map(([spec]) => spec).join(", ")}` : "every spec passed");
process.exit(failed.length ? 1 : 0);
