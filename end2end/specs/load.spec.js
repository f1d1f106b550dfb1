// What drives the server under load (make bench) drives it as it is now: signs in, takes a file in, hears the feed, decides; and it counts
// right.
import assert from "node:assert/strict";
import { test } from "node:test";
import { child, entry } from "../load/children.js";
import { Client, listen } from "../load/client.js";
import { Series, closed, dice, percentile, steady, wait } from "../load/measure.js";
import { takeIn, waiting } from "../load/scenarios/bulk.js";

const SCHOOL = "2132000102";
const COUNTY = "320102";

test("百分位、次数和错误都照实计算", async () => {
  const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
  assert.deepEqual([0.5, 0.95, 0.99, 1].map((part) => percentile(hundred, part)), [50, 95, 99, 100]);
  assert.equal(percentile([7], 0.99), 7);
  assert.ok(Number.isNaN(percentile([], 0.5)));
  const series = await closed(3, { times: 10 }, async (worker) => {
    if (worker === 2) throw new Error("no answer");
    await wait(5);
    return 5;
  });
  const figures = series.figures();
  assert.equal(figures.count + figures.errors, 10);
  assert.ok(figures.errors >= 1 && figures.why === "no answer", JSON.stringify(figures));
  const thrown = (seed) => Array.from({ length: 20 }, dice(seed).bind(null, 100));
  assert.deepEqual(thrown(7), thrown(7));
  assert.ok(thrown(7).every((one) => Number.isInteger(one) && one >= 0 && one < 100) && new Set(thrown(7)).size > 5);
});

test("按固定速度发出的请求从应当发出时起计时", async () => {
  const series = new Series();
  const done = await steady(50, 1, async (due) => {
    await wait(30);
    series.times.push(performance.now() - due);
  });
  assert.equal(done.late, 0);
  assert.ok(done.begun >= 40 && done.begun <= 60, `${done.begun} of 50 were begun`);
  assert.ok(Math.min(...series.times) >= 29, `${Math.min(...series.times)} ms`);
});

test("登录、导入、录入、收到更新、审核，都按现在的系统进行", async () => {
  const by = (login) => new Client(process.env.XUEJI_URL).signIn(login);
  const [registrar, leader] = [await by(`${SCHOOL}.registrar`), await by(`${SCHOOL}.leader`)];
  const waited = (await waiting(leader)).length;
  let hears;
  const heard = new Promise((resolve) => (hears = resolve));
  const feed = await listen(leader, "desk", () => hears());
  const took = await takeIn(registrar, [child(COUNTY), child(COUNTY), child(COUNTY)]);
  assert.ok(took.read > 0 && took.entered > 0);
  const { to } = await registrar.form("enter_pupil", entry(child(COUNTY)));
  assert.match(to, /^\/cases\/[0-9a-f-]{36}$/, to.startsWith("/cases/") ? "" : await registrar.wrong("enter"));
  const cases = (await waiting(leader)).filter((line) => line.kind === "registration");
  assert.equal((await waiting(leader)).length, waited + 4);
  const mine = cases.find((line) => to.endsWith(line.id));
  const decided = await leader.form("decide_desk", [["cases[]", `${mine.id}@${mine.version}`], ["verdict", "agree"], ["reason", ""]]);
  assert.equal(decided.to, "/desk");
  assert.equal((await waiting(leader)).length, waited + 3);
  await heard;
  feed.close();
  const page = await leader.get("/desk");
  assert.ok(page.body.length > 1000 && page.ms > 0);
});
