// Bundles the style sheets: puts the content of every `@import "./file.css";` line in its place. No other syntax is known, so
// no other tool is needed. Writes only when something changed. Usage: node css.mjs style/main.css out.css
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [source, target] = process.argv.slice(2);
const inline = (file, within = []) => {
  if (within.includes(file)) throw new Error(`${file} imports itself`);
  return readFileSync(file, "utf8").replace(/^@import "(\.{1,2}\/[^"]+)";$/gm, (_, name) =>
    inline(join(dirname(file), name), [...within, file]),
  );
};
const css = inline(source);
if (/^\s*@import\b/m.test(css)) throw new Error(`${source}: an @import that is not of the form @import "./file.css";`);
if (!existsSync(target) || readFileSync(target, "utf8") !== css) writeFileSync(target, css);
