// Measures the release under load and prints a table: `node run.js [PART] [PUPILS]`, PART being pages, search, bulk, live, mixed or all.
// `make bench` builds what this needs. Every figure stands beside a floor of the same run (docs/performance.md).
import { availableParallelism, cpus, totalmem } from "node:os";
import { people } from "./people.js";
import { bulk } from "./scenarios/bulk.js";
import { live } from "./scenarios/live.js";
import { mixed } from "./scenarios/mixed.js";
import { pages } from "./scenarios/pages.js";
import { search } from "./scenarios/search.js";
import { start } from "./server.js";

const PARTS = { pages, search, bulk, live, mixed };
const [part = "all", pupils = "10000"] = process.argv.slice(2);
const chosen = part === "all" ? Object.keys(PARTS) : [part];
if (!chosen.every((one) => one in PARTS) || !(Number(pupils) >= 1000)) {
  console.error(`usage: node run.js [${Object.keys(PARTS).join("|")}|all] [PUPILS, at least 1000]`);
  process.exit(2);
}
const setting = (name, otherwise) => {
  const value = Number(process.env[name] || otherwise);
  if (!(value > 0)) throw new Error(`${name} is no number above 0`);
  return value;
};
const [seconds, minutes, feeds] = [setting("BENCH_SECONDS", 5), setting("BENCH_MINUTES", 10), setting("BENCH_FEEDS", 5000)];

console.log(`${cpus()[0]?.model ?? "a processor"}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB; ${pupils} pupils; driver and server on the same machine`);
const server = await start(Number(pupils), process.env.BENCH_STORE);
const failed = [];
const who = await people(server.url);
for (const name of chosen) {
  const [before, used, own, began] = [server.memory(), server.cpu(), process.cpuUsage(), performance.now()];
  try {
    await PARTS[name]({ server, who, seconds, minutes, feeds });
  } catch (error) {
    // The others are measured all the same.
    failed.push(name);
    console.log(`  ! ${name} was not measured to its end: ${error.stack}`);
  }
  const after = server.memory();
  const { user, system } = process.cpuUsage(own);
  const took = (performance.now() - began) / 1000;
  const cores = (spent) => (spent / took).toFixed(2);
  console.log(`  ${name}: ${took.toFixed(0)} s; the server held ${before.now.toFixed(0)} MB before and ${after.now.toFixed(0)} MB after, ${after.most.toFixed(0)} MB at most since its start; it used ${cores(server.cpu() - used)} cores, the driver ${cores((user + system) / 1e6)}`);
}
const code = await server.stop();
console.log(failed.length ? `\nnot measured to the end: ${failed.join(", ")}` : "\nmeasured to the end");
process.exit(failed.length || code !== 0 ? 1 : 0);
