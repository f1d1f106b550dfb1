// The right child: a page that redraws itself keeps ticks, typed text and opened details with the row they were left in, what is sent is
// what was shown, and a second press does nothing. In two sessions, with JavaScript, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileMark } from "../support/archive.js";
import { acting, open, person, pictures, ways } from "../support/browser.js";
import { child, enterByWorkbook } from "../support/children.js";

const LEADER = "2132000202.leader";
const REGISTRAR = "2132000202.registrar";
const WITHDRAW = "撤回";

let browser;
before(async () => {
  browser = await open();
  // Ten children who wait for the leader.
  const who = await person(browser, ways[0], REGISTRAR);
  try {
    const given = [..."甲乙丙丁戊己庚辛壬癸"];
    const children = given.map((one, n) => child("320505", `公孙${one}`, `2019-11-${String(n * 2 + 3).padStart(2, "0")}`, 400 + n * 7));
    await enterByWorkbook(who, children);
  } catch (error) {
    await pictures("rows-import");
    throw error;
  }
  await who.leave();
});
after(() => browser.close());

/** Two people, each in a session of their own. */
async function both(way, what) {
  const leader = await person(browser, way, LEADER);
  const registrar = await person(browser, way, REGISTRAR);
  try {
    await what(leader, registrar);
  } catch (error) {
    await pictures("rows");
    throw error;
  }
  await leader.leave();
  await registrar.leave();
}

/** Opens a page and waits until its program runs and follows its feed. */
async function live(who, path) {
  const feed = who.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
  await who.go(path);
  await feed;
  await who.page.locator("body[data-running]").waitFor();
}

const boxes = (who) => who.page.locator("input[name='cases[]']");
const values = (who, only = "") => who.page.locator(`input[name='cases[]']${only}`).evaluateAll((all) => all.map((box) => box.value));

/** Takes a case back, as the school's registrar: it waits for the leader no more. */
async function withdraw(who, value) {
  await who.go(`/cases/${value.split("@")[0]}`);
  await who.page.locator("summary").filter({ hasText: WITHDRAW }).click();
  await who.page.locator("details[open] #reason").fill("材料不全，暂不办理");
  await who.page.locator("details[open]").getByRole("button", { name: WITHDRAW }).click();
  await who.sees("已撤回");
}

for (const way of [ways[0], ways[1]]) {
  test(`勾选跟着学生走（${way.name}）`, async () => {
    await both(way, async (who, other) => {
      await live(who, "/cases");
      const before = await values(who);
      assert.ok(before.length >= 4, `enough cases wait: ${before.length}`);
      assert.equal(await who.page.locator("input[name=verdict]:checked").count(), 0, "no verdict is chosen beforehand");
      for (const n of [0, 1, 2]) await boxes(who).nth(n).check();
      await who.page.locator("#reason").fill("已当面核对");

      await withdraw(other, before[0]);
      await who.page.waitForFunction((gone) => !document.querySelector(`input[name='cases[]'][value='${gone}']`), before[0]);
      assert.deepEqual(await values(who, ":checked"), before.slice(1, 3), "the ticks stand where they were set");
      assert.equal(await who.page.locator("#reason").inputValue(), "已当面核对");

      await who.page.locator("input[name=verdict][value=return]").check();
      const sent = who.page.waitForRequest((request) => request.url().endsWith("/api/decide_all"));
      await who.page.getByRole("button", { name: "办理所选" }).click();
      const body = new URLSearchParams((await sent).postData());
      const cases = [...body.entries()].filter(([name]) => name.startsWith("cases")).map(([, value]) => value);
      assert.deepEqual(cases, before.slice(1, 3), "what is sent is what was ticked");
      await who.sees("已退回 2 件");
    });
  });
}

test("已有变化的不办理，逐件说明，其余照办", async () => {
  await both(ways[2], async (who, other) => {
    await who.go("/cases");
    const shown = await values(who);
    assert.ok(shown.length >= 2, `enough cases wait: ${shown.length}`);
    for (const n of [0, 1]) await boxes(who).nth(n).check();
    await who.page.locator("input[name=verdict][value=agree]").check();
    await withdraw(other, shown[0]);
    await who.page.getByRole("button", { name: "办理所选" }).click();
    await who.sees("已同意 1 件，其余未办理");
    await who.sees(/办件 \S+（.+）：.*刚才有变化/);
  });
});

test("连按两次只办一次", async () => {
  await both(ways[0], async (who) => {
    await live(who, "/cases");
    assert.ok((await boxes(who).count()) >= 1);
    let requests = 0;
    who.page.on("request", (request) => {
      if (request.url().endsWith("/api/decide_all")) requests += 1;
    });
    await who.page.route("**/api/decide_all", async (route) => {
      // Held until the second press has been made.
      await pressed;
      await route.continue();
    });
    let release;
    const pressed = new Promise((done) => (release = done));
    await boxes(who).first().check();
    await who.page.locator("input[name=verdict][value=agree]").check();
    const button = who.page.getByRole("button", { name: "办理所选" });
    await button.click();
    await who.page.locator("button[aria-disabled=true]").first().waitFor();
    await button.click({ force: true });
    release();
    await who.sees("已同意 1 件");
    assert.equal(requests, 1);
  });
});

for (const way of [ways[0], ways[1]]) {
  test(`展开和填写跟着那一行走（${way.name}）`, async () => {
    await acting(browser, way, REGISTRAR, async (who) => {
      await who.go("/pupils");
      await who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").nth(way === ways[0] ? 0 : 1).click();
      await who.sees("学籍情况");
      const path = `${new URL(who.page.url()).pathname}/archive`;
      await live(who, path);
      for (const [subject, mark] of [["语文", "91"], ["数学", "92"]]) {
        await fileMark(who.page, subject, mark);
        await who.page.getByRole("row").filter({ hasText: subject }).first().waitFor();
      }
      const rows = who.page.locator("tr").filter({ has: who.page.locator("input[name=reason]") });
      const ids = await rows.locator("input[name=reason]").evaluateAll((all) => all.map((input) => input.id));
      assert.ok(ids.length >= 2, `two rows: ${ids}`);
      await rows.nth(1).locator("summary").click();
      await rows.nth(1).locator("input[name=reason]").fill("重复登记");

      // The same registrar in a second window.
      const other = await who.page.context().newPage();
      await other.goto(who.page.url());
      const row = other.locator("tr").filter({ has: other.locator(`[id="${ids[0]}"]`) });
      await row.locator("summary").click();
      await row.locator("input[name=reason]").fill("填错");
      await row.getByRole("button", { name: "撤销" }).click();
      await other.getByText("已撤销，原内容和原因保留").first().waitFor();

      await who.page.locator(`[id="${ids[0]}"]`).waitFor({ state: "detached" });
      const kept = who.page.locator(`[id="${ids[1]}"]`);
      assert.equal(await kept.inputValue(), "重复登记", "what was typed stays with its row");
      assert.ok(await kept.isVisible(), "what was opened stays open");
      const opened = await rows.locator("details[open] input[name=reason]").evaluateAll((all) => all.map((input) => input.id));
      assert.deepEqual(opened, [ids[1]], "nothing else is open");
      await other.close();
    }, "rows-archive");
  });
}
