// Many at once (批量): a class file of a thousand taken in, a thousand registrations approved by everybody in turn, two hundred transfers
// decided at the same moment. Floor of each: a form that writes one record.
import { connections } from "../client.js";
import { child, entryDate, file } from "../children.js";
import { Series, closed, print, row, wait } from "../measure.js";

const CHILDREN = 1000;
const TRANSFERS = 200;
/** As many as one press decides. */
const PRESS = 200;

/** Takes children in by a file, to the end. Gives the seconds of each stage. */
export async function takeIn(client, children, pause = 50) {
  const began = performance.now();
  const { to } = await client.upload("start_import", { entry_date: entryDate() }, file(children));
  const id = to.match(/^\/imports\/([0-9a-f-]{36})/)?.[1];
  if (!id) throw new Error(`the file was not taken in: ${await client.wrong("import")}`);
  const until = async (state) => {
    for (;;) {
      const { given } = await client.ask("import_detail", { import: id, after: "0" });
      if (given.import.state === state) return given.import;
      if (["cancelled", "put_aside"].includes(given.import.state)) throw new Error(`the import is ${given.import.state}`);
      await wait(pause);
    }
  };
  const read = performance.now();
  const checked = await until("checked");
  const seen = performance.now();
  await client.form("confirm_import", { import: `${id}@${checked.version}` });
  const done = await until("done");
  const entered = done.counts.entered ?? 0;
  if (entered !== children.length) throw new Error(`${entered} of ${children.length} entered: ${JSON.stringify(checked.counts)} ${JSON.stringify(done.counts)}`);
  return { read: (read - began) / 1000, checked: (seen - read) / 1000, entered: (performance.now() - seen) / 1000 };
}

/** What waits for somebody, as it is shown, up to so many. */
export async function waiting(client, most = Infinity) {
  const all = [];
  for (let after = ""; all.length < most; ) {
    const { given } = await client.ask("queue", { after });
    all.push(...given.lines);
    if (!given.next) break;
    after = given.next.join(".");
  }
  return all.slice(0, most);
}

/** Everything that waits of these people decided, a press after another. */
async function approve(client, names, rows, what, floor) {
  const cases = (await waiting(client)).filter((line) => line.kind === "registration" && (!names || names.has(line.id)));
  const shown = cases.map((line) => `${line.id}@${line.version}`);
  const series = new Series();
  const began = performance.now();
  for (let at = 0; at < shown.length; at += PRESS) {
    const press = shown.slice(at, at + PRESS).map((one) => ["cases[]", one]);
    const { to, ms } = await client.form("decide_desk", [...press, ["verdict", "agree"], ["reason", ""]]);
    if (to !== "/desk") series.fail(await client.wrong("desk/many"));
    series.times.push(ms);
  }
  series.seconds = (performance.now() - began) / 1000;
  rows.push(row(`${shown.length} approved by ${what}, ${series.seconds.toFixed(2)} s, presses`, 1, series, floor));
  const left = (await waiting(client)).filter((line) => cases.some((one) => one.id === line.id));
  if (left.length) throw new Error(`${left.length} still wait for ${what}: ${series.why}`);
  return new Set(cases.map((line) => line.id));
}

/** The same form sent for every transfer at the same moment; each has to end decided exactly once. */
async function transfers(who, children, rows, floor) {
  const { registrar, leader } = who.receiving;
  const cases = [];
  const opened = new Series();
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Shanghai" });
  const began = performance.now();
  for (const one of children) {
    const values = { number: one.id_number, name: one.name, on: today, transfer_ground: "home", class_name: "1班", note: "随家庭搬迁，材料已核对" };
    const fields = Object.entries(values).map(([key, value]) => [`values[${key}]`, value]);
    const { to, ms } = await registrar.form("send_change", [["kind", "transfer"], ...fields, ["papers[]", "application"], ["papers[]", "household_register"]]);
    const id = to.match(/^\/cases\/([0-9a-f-]{36})$/)?.[1];
    if (id) {
      cases.push(id);
      opened.times.push(ms);
    } else {
      opened.fail(await registrar.wrong("transfer"));
      if (opened.errors >= 5) break;
    }
  }
  opened.seconds = (performance.now() - began) / 1000;
  rows.push(row("transfers opened", 1, opened, floor));
  if (cases.length === 0) return;
  const versions = new Map((await waiting(leader)).map((line) => [line.id, line.version]));
  const agent = connections(cases.length);
  const by = leader.through(agent);
  const press = async (id) => (await by.form("decide", { case: `${id}@${versions.get(id)}`, verdict: "agree", reason: "情况属实，同意转入" })).ms;
  const decided = new Series();
  await closed(cases.length, { times: cases.length }, (worker) => press(cases[worker]), decided);
  rows.push(row("transfers decided at once", cases.length, decided, floor));
  const steps = async () => {
    const all = [];
    for (const id of cases) all.push((await leader.ask("case_detail", { case: id })).given.steps.filter((step) => step.verdict !== null).length);
    return all;
  };
  const once = (await steps()).filter((n) => n === 1).length;
  // Whoever presses twice has decided once.
  const again = new Series();
  await closed(cases.length, { times: cases.length }, (worker) => press(cases[worker]), again);
  const still = (await steps()).filter((n) => n === 1).length;
  agent.destroy();
  console.log(`  of ${cases.length} transfers ${once} were decided exactly once, ${still} after everybody pressed a second time`);
  if (once !== cases.length || still !== cases.length) throw new Error("a decision was lost or taken twice");
}

export async function bulk({ who }) {
  const rows = [];
  // One record is written, in a transaction of its own, and nothing else.
  const floor = await closed(1, { times: 200 }, async () => (await who.registrar.form("search_pupils", { text: "", grade: "" })).ms);
  rows.push(row("a form that writes one record", 1, floor));
  const children = Array.from({ length: CHILDREN }, (_, n) => child(who.division, `${50 + Math.floor(n / 50)}班`));
  const took = await takeIn(who.registrar, children);
  const rate = (seconds) => `${(CHILDREN / seconds).toFixed(0)} rows/s`;
  console.log(`  a file of ${CHILDREN} by text (.csv): read ${rate(took.read)}, checked ${rate(took.checked)}, entered ${rate(took.entered)}`);
  const ids = await approve(who.leader, null, rows, "the school's leader", floor);
  await approve(who.county.registrar, ids, rows, "the county's registrar", floor);
  await approve(who.county.leader, ids, rows, "the county's leader", floor);
  await transfers(who, children.slice(0, TRANSFERS), rows, floor);
  print("many at once; floor: a form that writes one record", rows);
}
