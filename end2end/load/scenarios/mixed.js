// A day (一天的业务) in minutes: six reads, two and a half decisions, one entry and half an import of every ten things, at half of what
// was the most in the same run. The time counts from when each thing was due.
import { connections } from "../client.js";
import { child, entry, entryDate, file } from "../children.js";
import { Series, closed, dice, print, row, steady } from "../measure.js";
import { takeIn, waiting } from "./bulk.js";

const AT_ONCE = 32;
const ROWS = 10;
const SHARES = [["read", 60], ["decide", 25], ["enter", 10], ["import", 5]];
/** Kept waiting at a school before it begins, so that there is something to decide. */
const STOCK = 150;
/** Between two looks at the same list of what waits. */
const PAUSE = 2000;

/** Who does what, and what there is to be decided. */
class Day {
  constructor(who, schools, throwing) {
    this.throwing = throwing;
    this.schools = schools;
    // Whoever decides: each school's leader, then the county's two. Each case waits for one of them.
    this.deciders = [...schools.map((school) => school.leader), who.county.registrar, who.county.leader].map((client) => ({ client, cases: [], asking: null }));
    this.readers = [
      ...schools.flatMap(({ registrar, leader, pupils }) => [
        // The list has others in it after each entry, so it is another look each time: it is the one page that is asked for seldom.
        [registrar, ["/desk", "/desk", "/desk", "/home", "/home", "/imports", "/imports", "/pupils", ...pupils.map((id) => `/pupils/${id}`)]],
        [leader, ["/desk", "/desk", "/home", "/pupils"]],
      ]),
      [who.county.registrar, ["/desk", "/home"]],
      [who.county.official, ["/home"]],
      [who.city, ["/home"]],
      [who.province, ["/home"]],
      [who.nation, ["/home"]],
    ];
  }

  one(list) {
    return list[this.throwing(list.length)];
  }

  kind() {
    let thrown = this.throwing(100);
    return SHARES.find(([, share]) => (thrown -= share) < 0)[0];
  }

  async read(agent) {
    const [client, paths] = this.one(this.readers);
    return (await client.through(agent).get(this.one(paths))).ms;
  }

  /** The next case of whoever has one; his list is asked for again when it is empty, which is a read of its own. */
  async decide(agent) {
    const start = this.throwing(this.deciders.length);
    const turns = this.deciders.map((_, n) => this.deciders[(start + n) % this.deciders.length]);
    let decider = turns.find((one) => one.cases.length);
    if (!decider) {
      for (const one of turns) {
        // A list that was empty a moment ago is not asked for at once again: whoever looks too often is shown nothing more.
        if (!one.asking && performance.now() - (one.asked ?? -Infinity) < PAUSE) continue;
        one.asked = performance.now();
        one.asking ??= waiting(one.client.through(agent), 50).then((lines) => {
          const cases = lines.filter((line) => line.kind === "registration" && !one.done?.has(`${line.id}@${line.version}`));
          one.cases.push(...cases.map((line) => `${line.id}@${line.version}`));
        }).finally(() => {
          // Also after a failure: who comes next asks again, and does not wait for the same failure.
          one.asking = null;
        });
        await one.asking;
        if (one.cases.length) {
          decider = one;
          break;
        }
      }
    }
    const shown = decider?.cases.shift();
    if (!shown) return undefined;
    (decider.done ??= new Set()).add(shown);
    const { to, ms } = await decider.client.through(agent).form("decide_desk", [["cases[]", shown], ["verdict", "agree"], ["reason", ""]]);
    if (to !== "/desk") throw new Error(`a decision led to ${to}: ${await decider.client.wrong("desk/many")}`);
    return ms;
  }

  async enter(agent) {
    const { registrar, division } = this.one(this.schools);
    const { to, ms } = await registrar.through(agent).form("enter_pupil", entry(child(division)));
    if (!to.startsWith("/cases/")) throw new Error(`nobody was entered: ${await registrar.wrong("enter")}`);
    return ms;
  }

  /** A file of some rows sent; what follows goes on beside, and is awaited at the end. */
  async import(agent) {
    const { registrar, division } = this.one(this.schools);
    const children = Array.from({ length: ROWS }, () => child(division));
    const { to, ms } = await registrar.through(agent).upload("start_import", { entry_date: entryDate() }, file(children));
    if (!to.startsWith("/imports/")) throw new Error(`a file was not taken in: ${await registrar.wrong("import")}`);
    return ms;
  }
}

export async function mixed({ server, who, seconds, minutes }) {
  const day = new Day(who, await who.primary(6), dice(20_260_901));
  for (const { registrar, division } of day.schools) {
    await takeIn(registrar, Array.from({ length: STOCK }, () => child(division)));
  }
  const agent = connections(AT_ONCE);
  const most = await closed(AT_ONCE, { seconds }, () => day[day.kind()](agent));
  agent.destroy();
  const figures = most.figures();
  const rows = [row("as fast as answers come", AT_ONCE, most)];
  const rate = figures.rate / 2;
  const started = server.memory();
  const series = new Map(SHARES.map(([kind]) => [kind, new Series()]));
  // As many connections as are needed: what waits, waits at the server.
  const many = connections(512);
  const held = [];
  const every = setInterval(() => held.push(server.memory().now), 5000);
  const done = await steady(rate, minutes * 60, async (due) => {
    const kind = day.kind();
    try {
      const ms = await day[kind](many);
      if (ms !== undefined) series.get(kind).times.push(performance.now() - due);
    } catch (error) {
      series.get(kind).fail(error);
    }
  });
  clearInterval(every);
  many.destroy();
  const whole = new Series();
  for (const one of series.values()) {
    one.seconds = done.seconds;
    for (const ms of one.times) whole.times.push(ms);
    whole.errors += one.errors;
    whole.why ??= one.why;
  }
  whole.seconds = done.seconds;
  if (done.late) whole.fail(`${done.late} were not begun, because too many were waiting`);
  rows.push(row(`half of that, ${minutes} min`, "-", whole));
  for (const [kind, one] of series) rows.push(row(`  ${kind}`, "-", one));
  print("a day: 60 % reads, 25 % decisions, 10 % entries, 5 % imports", rows);
  const ended = server.memory();
  const middle = held[Math.floor(held.length / 2)] ?? ended.now;
  console.log(`  memory ${started.now.toFixed(0)} MB at the start, ${middle.toFixed(0)} MB in the middle, ${ended.now.toFixed(0)} MB at the end, ${ended.most.toFixed(0)} MB at most`);
}
