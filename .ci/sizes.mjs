// How much a browser loads, packed with brotli, in kilobytes of 1,024 bytes: sizes.mjs PKG TABLE. Writes the table, and fails when a bound
// of .ci/sizes.json is passed.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [pkg, table] = process.argv.slice(2);
const names = JSON.parse(readFileSync(join(pkg, "names.json"), "utf8"));
const bounds = JSON.parse(readFileSync(new URL("./sizes.json", import.meta.url), "utf8"));
const packed = (name) => statSync(join(pkg, `${name}.br`)).size;
const sum = (all) => [...new Set(all)].reduce((total, name) => total + packed(name), 0);
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

const program = [names.script, names.loader, names.module, names.style].filter(Boolean);
const frame = names.rooms.desk;
const loads = [
  ["guardian", "a guardian or a visitor, in all", sum(program)],
  ["registrar", "a registrar's first page", sum([...program, ...frame])],
  ...Object.entries(names.rooms)
    .filter(([room]) => room !== "desk")
    .map(([room, files]) => [null, `then the first page of «${room}», more`, sum(files.filter((name) => !frame.includes(name)))]),
  [null, "everything", sum([...program, ...Object.values(names.rooms).flat()])],
];
const files = [...new Set([...program, ...Object.values(names.rooms).flat()])];
const users = (name) => Object.entries(names.rooms).filter(([, all]) => all.includes(name)).map(([room]) => room).join(", ") || "everybody";
const lines = [
  "| what is loaded | KB, brotli | bound | wanted |",
  "|---|---:|---:|---:|",
  ...loads.map(([key, what, bytes]) => `| ${what} | ${kilobytes(bytes)} | ${bounds[key]?.bound ?? ""} | ${bounds[key]?.wanted ?? ""} |`),
  "",
  "| file | KB, brotli | KB | for |",
  "|---|---:|---:|---|",
  ...files.map((name) => `| ${name} | ${kilobytes(packed(name))} | ${kilobytes(statSync(join(pkg, name)).size)} | ${users(name)} |`),
];
writeFileSync(table, `${lines.join("\n")}\n`);
console.log(lines.join("\n"));
const over = loads.filter(([key, , bytes]) => key && bytes > bounds[key].bound * 1024);
for (const [key, what, bytes] of over) console.error(`sizes: ${what}: ${kilobytes(bytes)} KB, above the ${bounds[key].bound} of .ci/sizes.json`);
process.exit(over.length ? 1 : 0);
