// `node support/usability.js` keeps what specs/tasks.spec.js counted a moment ago (output/tasks.json) in tasks.json, and writes the table of
// docs/usability.md from it: no count stands there that was not made. Names and bounds are people's and stay.
import { readFileSync, writeFileSync } from "node:fs";

const TABLE = new URL("../tasks.json", import.meta.url);
const COUNTED = new URL("../output/tasks.json", import.meta.url);
const PAGE = new URL("../../docs/usability.md", import.meta.url);
const MARKS = ["<!-- counted: make usability -->", "<!-- counted: end -->"];

/** The table as it stands in the page. `app/domain/tests/docs/usability.rs` reads the same line of each task. */
function table(tasks) {
  const cell = (n) => (n === null ? "—" : n.toLocaleString("en-US"));
  const line = ({ task, name, who, before, presses, bound, fields, keys, pages }) => `| ${[task, name, who, cell(before), ...[presses, bound, fields, keys, pages].map(cell)].join(" | ")} |`;
  return [
    "|  # | task | who | presses before | presses | at most | fields | keys | pages |",
    "|---:|------|-----|---------------:|--------:|--------:|-------:|-----:|------:|",
    ...tasks.map(line),
  ].join("\n");
}

const { tasks } = JSON.parse(readFileSync(TABLE, "utf8"));
const counted = JSON.parse(readFileSync(COUNTED, "utf8"));
const lacking = tasks.filter(({ key }) => !counted[key]).map(({ key }) => key);
if (lacking.length) throw new Error(`not counted: ${lacking.join(", ")}`);
const kept = tasks.map((row) => ({ ...row, ...counted[row.key] }));
const lines = kept.map((row) => `    ${JSON.stringify(row).replaceAll('":', '": ').replaceAll(',"', ', "')}`);
writeFileSync(TABLE, `{\n  "tasks": [\n${lines.join(",\n")}\n  ]\n}\n`);

const page = readFileSync(PAGE, "utf8");
const [from, to] = MARKS.map((mark) => page.indexOf(mark));
if (from < 0 || to < from) throw new Error("docs/usability.md has lost its marks");
writeFileSync(PAGE, `${page.slice(0, from)}${MARKS[0]}\n${table(kept)}\n${page.slice(to)}`);
console.log(table(kept));
