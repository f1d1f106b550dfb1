// `node demo.js PROGRAM FOLDER` builds the small demo of that program and day in the folder, unless it is there, and says where it is.
// To be run under the folder's lock (`flock FOLDER/demo.lock node demo.js …`).
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const [program, folder] = process.argv.slice(2);
const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
const built = join(folder, `demo-${statSync(program, { bigint: true }).mtimeNs}-${day}`);
if (!existsSync(built)) {
  // Those of older programs and days, and what a stopped run left half built.
  for (const older of readdirSync(folder).filter((name) => /^(demo|building)-/.test(name))) {
    rmSync(join(folder, older), { recursive: true, force: true });
  }
  const building = mkdtempSync(join(folder, "building-"));
  const { status } = spawnSync(program, ["demo", "--demo-size", "small", "--data", building], {
    env: { ...process.env, RUST_LOG: "off" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(1);
  renameSync(building, built); // under its name only when it is whole
}
console.log(built);
