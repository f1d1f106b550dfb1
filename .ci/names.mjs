// Gives the style sheet a name that tells its content and writes the list of names the server reads: names.mjs PIECES PKG. The sheet stays
// under its plain name too, for pages that are made without the list.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [pieces, pkg] = process.argv.slice(2);
const list = JSON.parse(readFileSync(join(pieces, "names.json"), "utf8"));
const sheet = readFileSync(join(pkg, "xueji.css"));
const style = `xueji.${createHash("sha256").update(sheet).digest("hex").slice(0, 16)}.css`;
for (const name of readdirSync(pkg)) {
  if (/^xueji\.[0-9a-f]{16}\.css(\.br|\.gz)?$/.test(name) && !name.startsWith(style)) rmSync(join(pkg, name));
}
if (!readdirSync(pkg).includes(style)) copyFileSync(join(pkg, "xueji.css"), join(pkg, style));
writeFileSync(join(pkg, "names.json"), `${JSON.stringify({ ...list, style }, null, 2)}\n`);
