// The nation's lists of the systems' keys (系统公钥目录), signed at the prompt as on the machine that keeps the secret key.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const files = mkdtempSync(join(tmpdir(), "xueji-directory-"));
process.on("exit", () => rmSync(files, { recursive: true, force: true }));

function prompt(...args) {
  const { status, stdout, stderr } = spawnSync(process.env.XUEJI_SERVER, args, { encoding: "utf8", env: { ...process.env, RUST_LOG: "off" } });
  if (status !== 0) throw new Error(`server ${args[0]} ended with ${status}: ${stdout}${stderr}`);
}

/** The file of a secret key that no server believes. */
export function strangerKey() {
  const secret = join(mkdtempSync(join(files, "key-")), "secret");
  prompt("directory-key", "--out", secret);
  return secret;
}

/** The file of a signed list of that number; by the key this server believes, unless another is given. */
export function signedList(serial, keys, secret = process.env.XUEJI_DIRECTORY_SECRET) {
  const folder = mkdtempSync(join(files, "list-"));
  const [list, out] = [join(folder, "list.json"), join(folder, "目录.json")];
  writeFileSync(list, JSON.stringify(keys));
  prompt("sign-directory", "--key", secret, "--list", list, "--serial", String(serial), "--out", out);
  return out;
}
