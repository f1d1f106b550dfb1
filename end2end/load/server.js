// The server under load: its store is built by the demo in a folder of its own, it listens on a free port, and nothing of it is left.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const binary = join(target, "release/server");
// How full the disk of the machine is, is not what is measured.
const quiet = { ...process.env, XUEJI_DISK_FLOOR: "0", RUST_LOG: "error,surrealdb=off,surrealdb_core=off,surrealkv=off" };

/** Bytes of a folder on the disk. */
function size(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? size(path) : statSync(path).blocks * 512;
  }
  return bytes;
}

/** Builds the demo with so many pupils more, and says what that took. */
async function build(data, pupils) {
  const began = performance.now();
  const demo = spawn(binary, ["demo", "--demo-size", "small", "--pupils", String(pupils), "--data", data], { env: quiet, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  demo.stdout.on("data", (part) => {
    said += part;
    // What it says of the crowd, as it grows.
    for (const line of String(part).split("\n").filter((line) => line.includes("每秒"))) console.log(line);
  });
  const code = await new Promise((done) => demo.on("exit", done));
  if (code !== 0) throw new Error(`the demo ended with ${code}: ${said}`);
  console.log(`  the whole demo, small country and accounts included: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

/** A store of so many pupils. Where a folder is named it is kept there, and only a copy of it is used: a million take long to build. */
async function store(data, pupils, kept) {
  if (!kept) return build(data, pupils);
  const place = join(resolve(root, kept), `pupils-${pupils}`);
  if (!existsSync(place)) {
    mkdirSync(resolve(root, kept), { recursive: true });
    const building = mkdtempSync(join(resolve(root, kept), "building-"));
    await build(building, pupils);
    renameSync(building, place);
  }
  cpSync(place, data, { recursive: true });
}

export async function start(pupils, kept) {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: make bench builds it`);
  // Beside what is built: a store of a million pupils is too large for most temporary folders.
  mkdirSync(join(target, "tmp"), { recursive: true });
  const folder = mkdtempSync(join(target, "tmp/bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
  const [data, site] = [join(folder, "data"), join(folder, "site")];
  mkdirSync(data);
  await store(data, pupils, kept);
  cpSync(join(root, "target/site"), site, { recursive: true });

  const began = performance.now();
  const settings = ["--addr", "127.0.0.1:0", "--second-factor", "when-enrolled", "--connections", "8000"];
  const server = spawn(binary, ["serve", "--data", data, "--site", site, ...settings], { env: quiet, stdio: ["ignore", "pipe", "pipe"] });
  // Before its folder is removed.
  process.prependListener("exit", () => server.kill("SIGKILL"));
  let said = "";
  server.stderr.on("data", (part) => (said += part));
  const url = await new Promise((found, failed) => {
    let text = "";
    server.stdout.on("data", (part) => {
      text += part;
      const match = text.match(/listening on (http:\S+)/);
      if (match) found(match[1]);
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  const seconds = (performance.now() - began) / 1000;
  const bytes = size(data);
  console.log(`  started in ${seconds.toFixed(1)} s; the store takes ${(bytes / 2 ** 20).toFixed(0)} MB on the disk, ${(bytes / 1024 / Math.max(1, pupils)).toFixed(1)} KB a pupil`);

  /** Megabytes the server holds now, and at most so far. */
  const memory = () => {
    const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
    const of = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))[1]) / 1024;
    return { now: of("VmRSS"), most: of("VmHWM") };
  };
  /** Seconds of a core the server has used, at the hundred ticks a second of every Linux. */
  const cpu = () => {
    const stat = readFileSync(`/proc/${server.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  /** Puts bytes where this same server serves them as a file: what a page of so many bytes costs at the least. */
  const file = (bytes) => {
    const name = `floor-${bytes.length}.html`;
    writeFileSync(join(site, "pkg", name), bytes);
    return `/pkg/${name}`;
  };
  const stop = async () => {
    const already = server.exitCode ?? server.signalCode;
    if (already !== null) {
      console.log(`  the server had ended with ${already} and said:\n${said.slice(-2000)}`);
      return already;
    }
    server.removeAllListeners("exit");
    const ended = new Promise((done) => server.on("exit", done));
    server.kill("SIGTERM");
    const code = await ended;
    if (code !== 0 || said) console.log(`  the server ended with ${code} and said:\n${said.slice(-2000)}`);
    return code;
  };
  return { url, memory, cpu, file, stop };
}
