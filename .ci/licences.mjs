// Refuses a dependency whose licence is not on the list, or that does not come from crates.io. Stands in for cargo-deny
// where that is not installed; deny.toml holds the same list.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const text = readFileSync("deny.toml", "utf8");
const allowed = new Set([...text.match(/^allow = \[([\s\S]*?)\]/m)[1].matchAll(/"([^"]+)"/g)].map((found) => found[1]));
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--all-features"], { maxBuffer: 1 << 28 }),
);
// An SPDX expression: «A OR B» needs one, «A AND B» both, AND binds closer; the old «A/B» means OR.
const fits = (expression) => {
  const words = expression.replaceAll("/", " OR ").replace(/[()]/g, " $& ").trim().split(/\s+/);
  const one = () => {
    if (words[0] === "(") {
      words.shift();
      const inside = either();
      words.shift();
      return inside;
    }
    let name = words.shift();
    if (words[0] === "WITH") name += ` ${words.shift()} ${words.shift()}`;
    return allowed.has(name);
  };
  const both = () => {
    let so = one();
    while (words[0] === "AND") {
      words.shift();
      so = one() && so;
    }
    return so;
  };
  const either = () => {
    let so = both();
    while (words[0] === "OR") {
      words.shift();
      so = both() || so;
    }
    return so;
  };
  return either();
};
// What has no expression but a licence file, or an exception of its own: looked at by hand, see deny.toml.
const looked = new Set([...text.matchAll(/crate = "([^"]+)"/g)].map((found) => found[1]));
let wrong = 0;
for (const { name, version, license, source } of metadata.packages) {
  if (source === null) continue;
  if (!looked.has(name) && (!license || !fits(license))) {
    console.error(`${name} ${version}: licence «${license}» is not on the list of deny.toml`);
    wrong += 1;
  }
  if (source !== "registry+https://github.com/rust-lang/crates.io-index") {
    console.error(`${name} ${version}: comes from ${source}`);
    wrong += 1;
  }
}
console.log(`${metadata.packages.length} packages looked at`);
process.exit(wrong ? 1 : 0);
