// Puts the pieces of a split module where they are served, under names that tell their content: split.mjs PIECES PKG.
//
// The splitter makes one piece for each room (app/src/rooms.rs) and one for each set of rooms that share something: dozens. They are put
// together by what is loaded together. What the frame of the staff (the room below) shares with others goes with it, for every page of the
// staff needs it; what other rooms share among themselves goes into one file. A file is its largest piece, and carries the others as
// custom sections: a module like any other, which a browser compiles while it arrives and keeps compiled.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FRAME = "desk";
const [pieces, pkg] = process.argv.slice(2);
if (!pieces || !pkg) throw new Error("usage: split.mjs PIECES PKG");
const hash = (...contents) => {
  const whole = createHash("sha256");
  for (const content of contents) whole.update(content);
  return whole.digest("hex").slice(0, 16);
};
const put = (stem, extension, content) => {
  const name = `${stem}.${hash(content)}.${extension}`;
  writeFileSync(join(pkg, name), content);
  return name;
};

const loader = readFileSync(join(pieces, "__wasm_split.js"), "utf8");
// Which rooms a shared piece belongs to stands in front of it; see LinkModuleWriter of wasm_split_cli_support 0.2.3.
const shared = new Map(
  [...loader.matchAll(/\/\* (.*?) \*\/\nconst __(chunk_\d+) = /g)].map(([, rooms, piece]) => [piece, rooms.split(", ")]),
);
const rooms = [...loader.matchAll(/export const __wasm_split_load_(\w+) = /g)].map(([, room]) => room);
if (!rooms.includes(FRAME)) throw new Error(`the module has no room «${FRAME}»; it has ${rooms.join(", ") || "none"}`);
const exists = (piece) => readdirSync(pieces).includes(`${piece}.wasm`);
const fileOf = (piece) => {
  const users = shared.get(piece);
  if (!users) return piece.replace(/^split_/, "");
  return users.includes(FRAME) ? FRAME : "shared";
};

// What the loader fetches, by file, the largest piece first.
const FETCH =
  /\(\) => \{\n    const src = fetch\(new URL\("\.\/(\w+)\.wasm", import\.meta\.url\)\);\n    return async \(imports\) => \(WebAssembly\.instantiateStreaming\(src, imports\)\);\n\}\n/g;
const files = new Map();
for (const [, piece] of loader.matchAll(FETCH)) {
  if (!exists(piece)) throw new Error(`${piece}.wasm is not there`);
  const file = fileOf(piece);
  files.set(file, [...(files.get(file) ?? []), piece]);
}
const fetched = loader.match(/fetch\(new URL\(/g)?.length ?? 0;
if ([...files.values()].flat().length !== fetched) throw new Error("the splitter writes its loader otherwise than this script knows");

const leb = (number) => {
  const bytes = [];
  do {
    bytes.push((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
    number >>>= 7;
  } while (number);
  return Buffer.from(bytes);
};
const section = (name, content) => {
  const inside = Buffer.concat([leb(Buffer.byteLength(name)), Buffer.from(name), content]);
  return Buffer.concat([Buffer.from([0]), leb(inside.length), inside]);
};
const size = (piece) => statSync(join(pieces, `${piece}.wasm`)).size;
const places = new Map();
const named = new Map();
for (const [file, all] of files) {
  const [first, ...others] = all.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  const bytes = (piece) => readFileSync(join(pieces, `${piece}.wasm`));
  const content = Buffer.concat([bytes(first), ...others.map((piece, at) => section(`piece${at + 1}`, bytes(piece)))]);
  const name = put(file, "wasm", content);
  named.set(file, name);
  [first, ...others].forEach((piece, at) => places.set(piece, { name, at }));
}

// A failed fetch is not kept: the next asks again.
const RUNTIME = `const files = new Map();
const file = (name) => {
  let module = files.get(name);
  if (module === undefined) {
    module = WebAssembly.compileStreaming(fetch(new URL("./" + name, import.meta.url)));
    files.set(name, module);
    module.catch(() => files.delete(name));
  }
  return module;
};
const piece = (name, at) => () => {
  const module = file(name);
  return async (imports) => {
    const found = await module;
    if (at === 0) return WebAssembly.instantiate(found, imports);
    return WebAssembly.instantiate(WebAssembly.Module.customSections(found, "piece" + at)[0], imports);
  };
};
`;
const rewritten = loader.replace(FETCH, (_, piece) => {
  const { name, at } = places.get(piece);
  return `piece(${JSON.stringify(name)}, ${at})`;
});
// Constants of a module are not there before their line: in front of the first that is made with them, behind the imports.
const behind = rewritten.indexOf("let sharedImports");
if (behind < 0) throw new Error("the splitter writes its loader otherwise than this script knows");
const runtime = rewritten.slice(0, behind) + RUNTIME + rewritten.slice(behind);

// The two scripts name each other, so both are named after both.
const script = readFileSync(join(pieces, "made", "xueji.js"), "utf8");
const both = hash(script, runtime);
const names = { script: `xueji.${both}.js`, loader: `rooms.${both}.js` };
const renamed = (text, from, to) => {
  const found = text.replace(new RegExp(`(from\\s*)(["'])\\./${from.replaceAll(".", "\\.")}\\2`, "g"), `$1$2./${to}$2`);
  if (found === text) throw new Error(`«${from}» is imported nowhere`);
  return found;
};
writeFileSync(join(pkg, names.script), renamed(script, "__wasm_split.js", names.loader));
writeFileSync(join(pkg, names.loader), renamed(runtime, "xueji.js", names.script));

const needed = (room) => {
  const own = [...shared].filter(([, users]) => users.includes(room)).map(([piece]) => piece);
  const all = [...own, `split_${room}`].map((piece) => places.get(piece)?.name).filter(Boolean);
  return [...new Set(all)];
};
const list = {
  script: names.script,
  module: put("xueji", "wasm", readFileSync(join(pieces, "made", "xueji.wasm"))),
  loader: names.loader,
  rooms: Object.fromEntries(rooms.sort().map((room) => [room, needed(room)])),
};
writeFileSync(join(pieces, "names.json"), `${JSON.stringify(list, null, 2)}\n`);
console.log(`split: ${rooms.length} rooms of ${places.size} pieces in ${files.size} files`);
for (const [file, all] of [...files].sort()) console.log(`split:   ${named.get(file)}: ${all.length} pieces`);
