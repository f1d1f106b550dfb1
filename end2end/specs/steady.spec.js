// Two hundred changes under what people are doing: what is ticked, chosen, half typed, opened and scrolled to stays where it is while the
// page follows, at a desk and on a phone; without scripts what was shown is what is sent. The changes are drawn; a seed repeats them
// (XUEJI_SEED=…).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { picture } from "../support/archive.js";
import { open, person, pictures, url, ways } from "../support/browser.js";
import { child, enterByWorkbook } from "../support/children.js";
import { onDesk } from "../support/desk.js";

const SCHOOL = "2132000101";
const CHANGES = 200;
const seed = Number(process.env.XUEJI_SEED ?? Date.now() % 1_000_000);
const names = [..."甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"].map((one) => `慕容${one}`);
/** Those that nobody takes back: they stay ticked. */
const HELD = 4;

/** Numbers below `n`, the same for the same seed (mulberry32). */
function drawn(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const values = (page, only = "") => page.locator(`input[name='cases[]']${only}`).evaluateAll((all) => all.map((one) => one.value));

/** How far below the window's upper edge the field is that was scrolled to. */
const seenAt = (page) => page.locator("#values-exam__mark").evaluate((field) => field.getBoundingClientRect().top);

/** Sends a form as the page itself does, as somebody; gives where the answer leads. */
async function send(who, address, form) {
  const answer = await who.page.request.post(url + address, { form, headers: { origin: url }, maxRedirects: 0 });
  assert.ok([200, 302, 303].includes(answer.status()), `${address} answered ${answer.status()}: ${await answer.text()}`);
}

/** What a field of a page holds, as the server shows it now. */
async function shown(who, path, selector) {
  const answer = await who.page.request.get(url + path);
  assert.equal(answer.status(), 200, path);
  return who.page.evaluate(
    ({ text, selector }) => [...new DOMParser().parseFromString(text, "text/html").querySelectorAll(selector)].map((one) => one.value ?? one.textContent),
    { text: await answer.text(), selector },
  );
}

test(`二百次变化之下，勾选、选好的文件、写了一半的字、展开的内容都不动（${seed}）`, { timeout: 600_000 }, async () => {
  const registrar = await person(browser, ways[0], `${SCHOOL}.registrar`);
  const leader = await person(browser, ways[0], `${SCHOOL}.leader`);
  const others = [];
  const also = async (way, same) => {
    const who = await person(browser, way, null, same);
    others.push(who);
    return who;
  };
  try {
    await enterByWorkbook(registrar, names.map((name, n) => child("320104", name, `2019-09-${String(n + 3).padStart(2, "0")}`, 200 + n * 7)));
    await registrar.go("/pupils");
    const archive = `${await registrar.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").first().getAttribute("href")}/archive`;
    const pupil = archive.split("/")[2];
    const letter = await onDesk(registrar, "letter", "待拟稿");

    // Everybody is in the middle of something.
    const desks = [];
    const archives = [];
    for (const way of ways) {
      const at = await also(way, leader);
      await at.go("/desk?kind=registration");
      if (way.script) await at.page.locator("body[data-running]").waitFor();
      for (const name of names.slice(0, HELD)) await at.page.locator(".matter").filter({ hasText: name }).getByRole("checkbox").check();
      const detail = await at.page.context().newPage();
      const href = await at.page.locator(".matter").filter({ hasText: names[0] }).getByRole("link").getAttribute("href");
      await detail.goto(url + href);
      await detail.locator("#reason").fill("材料还差一份");
      await detail.locator("input[name=verdict][value=return]").check();
      desks.push({ way, at, detail, ticked: await values(at.page, ":checked") });

      const filing = await also(way, registrar);
      await filing.go(archive);
      if (way.script) await filing.page.locator("body[data-running]").waitFor();
      await filing.page.locator("#title").fill("作文比赛");
      await filing.choose(picture);
      await filing.page.locator("summary").filter({ hasText: "登记学业考试成绩" }).click();
      await filing.page.locator("#values-exam__mark").fill("61.5");
      // What is seen stays where it is seen, also when rows come in above it.
      await filing.page.locator("#values-exam__mark").evaluate((field) => field.scrollIntoView({ block: "start" }));
      const top = await seenAt(filing.page);
      archives.push({ way, filing, top });
    }
    for (const { ticked } of desks) assert.equal(ticked.length, HELD);

    // The changes.
    const draw = drawn(seed);
    const [period] = await registrar.page.context().newPage().then(async (page) => {
      await page.goto(url + archive);
      const all = await page.locator("#values-exam__period option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
      await page.close();
      return all;
    });
    const free = (await values(desks[0].at.page)).map((one) => one.split("@")[0]).filter((id) => !desks[0].ticked.some((held) => held.startsWith(id)));
    let drafted = false;
    let mark = null;
    const kinds = { filed: 0, drafted: 0, returned: 0, withdrawn: 0 };
    for (let n = 0; n < CHANGES; n += 1) {
      const kind = draw(8);
      if (kind === 0 && free.length > 1) {
        const [id] = free.splice(draw(free.length), 1);
        const [value] = await shown(registrar, `/cases/${id}`, "input[name=case]");
        await send(registrar, "/api/withdraw", { case: value, reason: "材料不全，暂不办理" });
        kinds.withdrawn += 1;
      } else if (kind < 4) {
        const [value] = await shown(drafted ? leader : registrar, letter, "input[name=letter]");
        if (drafted) await send(leader, "/api/return_letter", { letter: value, reason: "请补充。" });
        else await send(registrar, "/api/draft_letter", { letter: value, pieces: String(1 + draw(20)), words: "学籍登记表" });
        kinds[drafted ? "returned" : "drafted"] += 1;
        drafted = !drafted;
      } else {
        mark = (draw(200) / 2).toString();
        await send(registrar, "/api/file_entry", { person: pupil, kind: "exam", "values[exam__period]": period, "values[exam__subject]": "数学", "values[exam__mark]": mark });
        kinds.filed += 1;
      }
    }
    for (const [kind, n] of Object.entries(kinds)) assert.ok(n > 0, `nothing was ${kind}`);
    const now = await shown(leader, "/desk?kind=registration", "input[name='cases[]']");
    assert.equal(now.length, desks[0].ticked.length + free.length);

    for (const { way, at, detail, ticked } of desks) {
      if (way.script) {
        // The page has followed to the end: it shows what is there now, and the number of all.
        await at.page.waitForFunction(
          (now) => JSON.stringify([...document.querySelectorAll("input[name='cases[]']")].map((one) => one.value)) === JSON.stringify(now),
          now,
        );
        await at.sees(`已选 ${HELD} 件`);
      }
      assert.deepEqual(await values(at.page, ":checked"), ticked, `${way.name}: the ticks stand where they were set`);
      assert.equal(await detail.locator("#reason").inputValue(), "材料还差一份", way.name);
      assert.ok(await detail.locator("input[name=verdict][value=return]").isChecked(), way.name);
    }
    for (const { way, filing, top } of archives) {
      if (way.script) await filing.page.getByRole("row").filter({ hasText: "数学" }).getByText(mark, { exact: true }).waitFor();
      assert.equal(await filing.page.locator("#title").inputValue(), "作文比赛", way.name);
      assert.equal(await filing.page.locator("#file").evaluate((control) => control.files.length), 1, `${way.name}: the file is still chosen`);
      assert.ok(await filing.page.locator("#values-exam__mark").isVisible(), `${way.name}: still open`);
      assert.equal(await filing.page.locator("#values-exam__mark").inputValue(), "61.5", way.name);
      const moved = Math.abs((await seenAt(filing.page)) - top);
      assert.ok(moved <= 2, `${way.name}: what was scrolled to has moved by ${moved} px`);
    }

    // And it goes on from there, each in its way: the file is filed, and what was ticked is what is decided.
    for (const { filing } of archives) {
      await filing.page.locator("#files").getByRole("button", { name: "归档" }).click();
      await filing.sees("材料已检查、加密并归档");
    }
    for (const [n, { at, ticked }] of desks.entries()) {
      const [own] = ticked.splice(n, 1);
      for (const value of await values(at.page, ":checked")) if (value !== own) await at.page.locator(`input[name='cases[]'][value='${value}']`).uncheck();
      await at.press("办理所选", "一并办理");
      await at.page.getByRole("row").filter({ hasText: names[n] }).waitFor();
      assert.equal(await at.page.getByRole("checkbox", { checked: true }).count(), 1);
      await at.tick(/^同意$/);
      await at.press("提交意见", "已同意 1 件");
    }
  } catch (error) {
    await pictures("steady");
    throw error;
  }
  for (const who of [...others, registrar, leader]) await who.leave();
});
