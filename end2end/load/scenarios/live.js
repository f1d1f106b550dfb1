// Open pages that follow what changes (开着的页面): thousands of them, what they take, how soon those hear of a change whom it concerns,
// and that nobody else hears of it.
import { readFileSync } from "node:fs";
import { listen } from "../client.js";
import { child, entry } from "../children.js";
import { Series, print, row, wait } from "../measure.js";

/** Opened at the same moment, a batch after another. */
const BATCH = 50;
const CHANGES = 5;
/** Authorities are told of what lies below them at most once in two seconds: changes are further apart. */
const APART = 3000;
/** A change that was not heard of after so long is lost. */
const LOST = 5000;

/** Files this process may have open: every open page is one here and one at the server, which has the same bound. */
function handles() {
  const limit = readFileSync("/proc/self/limits", "utf8").match(/^Max open files\s+(\S+)/m)?.[1];
  return limit === "unlimited" ? Infinity : Number(limit);
}

export async function live({ server, who, feeds }) {
  const room = handles() - 500;
  const wanted = Math.min(feeds, room);
  if (wanted < feeds) console.log(`  this machine lets a process open ${room + 500} files: ${wanted} pages instead of ${feeds} (ulimit -n)`);
  const people = await who.everybody();
  const open = [];
  const before = server.memory();
  const began = performance.now();
  const opened = new Series();
  while (open.length < wanted) {
    const batch = Array.from({ length: Math.min(BATCH, wanted - open.length) }, (_, n) => open.length + n);
    const more = await Promise.all(
      batch.map(async (n) => {
        const person = people[n % people.length];
        const page = { person, heard: [] };
        const since = performance.now();
        try {
          page.feed = await listen(person.client, "desk", (at, topics) => page.heard.push({ at, topics }));
          opened.times.push(performance.now() - since);
          return page;
        } catch (error) {
          opened.fail(error);
          return null;
        }
      }),
    );
    open.push(...more.filter(Boolean));
    if (opened.errors > 20) break;
  }
  opened.seconds = (performance.now() - began) / 1000;
  // What is still being done from before is told to the end.
  const quiet = () => Math.max(0, ...open.map((page) => page.heard.at(-1)?.at ?? 0));
  for (let n = 0; n < 20 && performance.now() - quiet() < APART; n += 1) await wait(500);
  const after = server.memory();
  const rows = [row(`${open.length} pages opened, ${people.length} accounts`, BATCH, opened)];

  const concerned = open.filter((page) => who.concerns(page.person));
  const [near, above] = [new Series(), new Series()];
  let [lost, strays] = [0, 0];
  const strangers = new Set();
  const written = new Series();
  for (let n = 0; n < CHANGES; n += 1) {
    for (const page of open) page.heard = [];
    const since = performance.now();
    // A child is entered at the school: a matter for its leader, news for its lists and for those above.
    const { to, ms } = await who.registrar.form("enter_pupil", entry(child(who.division)));
    if (!to.startsWith("/cases/")) throw new Error(`nobody was entered: ${await who.registrar.wrong("enter")}`);
    written.times.push(ms);
    const all = () => concerned.every((page) => page.heard.length > 0);
    while (!all() && performance.now() - since < LOST) await wait(20);
    for (const page of concerned) {
      if (page.heard.length) (who.own(page.person) ? near : above).times.push(page.heard[0].at - since);
      else lost += 1;
    }
    await wait(APART);
    for (const page of open) {
      if (page.heard.length && !who.concerns(page.person)) {
        strays += 1;
        strangers.add(page.person.client.login);
      }
    }
  }
  near.seconds = above.seconds = written.seconds = (CHANGES * APART) / 1000;
  const own = concerned.filter((page) => who.own(page.person)).length;
  rows.push(row("a change, until the school's own pages heard", own, near, written));
  rows.push(row("a change, until the authorities' pages heard", concerned.length - own, above, written));
  print("open pages; floor: the change itself, until its answer", rows);
  console.log(`  of ${open.length - concerned.length} whom it did not concern ${strays} heard something${strays ? `: ${[...strangers].slice(0, 8).join(", ")}` : ""}`);
  const each = ((after.now - before.now) * 1024) / Math.max(1, open.length);
  console.log(`  memory ${before.now.toFixed(0)} MB before, ${after.now.toFixed(0)} MB with all of them: ${each.toFixed(1)} KB each`);
  for (const page of open) page.feed.close();
  if (lost) throw new Error(`${lost} of ${concerned.length * CHANGES} did not hear of a change within ${LOST} ms`);
  if (strays) throw new Error("somebody heard of what does not concern him");
}
