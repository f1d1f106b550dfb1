// Dashboards change by themselves when somebody else acts, within two seconds, and say so to a screen reader.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, pictures, ways } from "../support/browser.js";
import { child, enterByWorkbook } from "../support/children.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const [desktop] = ways;

/** How many wait, from the link beside the heading. */
async function waiting(page) {
  const link = page.locator("#waiting .section-more");
  return (await link.count()) ? Number((await link.textContent()).match(/（(\d+)）/)[1]) : 0;
}

test("学校主管领导同意后，市级首页两秒内变化并有语音提示", async () => {
  const city = await person(browser, desktop, "320100.registrar");
  const leader = await person(browser, desktop, "5132000107.leader");
  try {
    await city.go("/home");
    await city.sees("等我办理");
    const feed = city.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
    await city.page.reload();
    await feed;
    const before = await waiting(city.page);
    const region = city.page.locator("p[role=status][aria-live=polite]");

    await leader.go("/cases");
    await leader.page.getByRole("checkbox").first().check();
    await leader.tick(/^同意$/);
    const done = leader.page.waitForResponse((answer) => answer.url().endsWith("/api/decide_all"));
    await leader.page.getByRole("button", { name: "办理所选" }).click();
    await done;
    const since = Date.now();
    await city.page.waitForFunction(
      (before) => {
        const link = document.querySelector("#waiting .section-more");
        return link && Number(link.textContent.match(/（(\d+)）/)[1]) === before + 1;
      },
      before,
      { timeout: 10_000 },
    );
    const took = Date.now() - since;
    assert.ok(took <= 2000, `the city's page took ${took} ms`);
    assert.match(await region.textContent(), /数据已更新/);
  } catch (error) {
    await pictures("live");
    throw error;
  }
  await city.leave();
  await leader.leave();
});

test("首页数字变了会短暂标出，没变的不标", async () => {
  const leader = await person(browser, desktop, "2132000101.leader");
  const registrar = await person(browser, desktop, "2132000101.registrar");
  try {
    const feed = leader.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
    await leader.go("/home");
    await feed;
    await leader.page.locator("body[data-running]").waitFor();
    assert.equal(await leader.page.locator(".stat-changed").count(), 0, "nothing has changed yet");
    await leader.page.evaluate(() => {
      window.marked = [];
      const look = (changes) => {
        for (const { target } of changes) if (target.classList.contains("stat-changed")) window.marked.push(target.querySelector("dt").textContent);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] });
    });
    await enterByWorkbook(registrar, [child("320104", "欧阳新", "2019-03-09", 431)]);
    await leader.page.waitForFunction(() => window.marked.includes("正在建立学籍"), null, { timeout: 10_000 });
    assert.ok(!(await leader.page.evaluate(() => window.marked)).includes("在读学生"), "nobody is on roll yet for it");
    await leader.page.locator(".stat-changed").first().waitFor({ state: "detached", timeout: 10_000 });
  } catch (error) {
    await pictures("live-marked");
    throw error;
  }
  await leader.leave();
  await registrar.leave();
});
