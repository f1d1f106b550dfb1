// 监测预警 (第二十四条): a warning that asks for an answer stands on the desk of its school's leader, opens there, and is gone with the answer;
// the nation sees tags and walks down to it in figures, not in words; the weekly digest prints.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "warning");

// Schools with a problem record that is open, which among so few pupils asks for an answer; and one that has no part in it.
const plans = [
  { way: ways[0], school: "2151000201", stranger: "2132000104" },
  { way: ways[3], school: "2132000104", stranger: "2151000201" },
];
const words = "已逐项核对，本周内报告结果。";

for (const { way, school, stranger } of plans) {
  describe(`监测预警（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("学校主管领导在待办台打开本校预警，填写处置说明后不再待办", async () => {
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/home");
        await who.sees("监测预警");
        await who.look("warning-school-home");
        await who.go("/desk?kind=warning");
        const lines = who.page.locator(".matter-link");
        await lines.first().waitFor();
        const before = await lines.count();
        await who.look("warning-desk");
        await lines.first().click();
        await who.page.waitForURL((url) => url.searchParams.get("open"));
        path = new URL(who.page.url()).searchParams.get("open");
        assert.match(path, /^\/warnings\//);
        await who.sees("怎样处置");
        await who.sees("说明期限");
        await who.press("提交说明", "没有写明处置情况");
        await who.page.locator("#words").fill(words);
        await who.press("提交说明", "处置说明已提交");
        await who.go("/desk?kind=warning");
        if (before === 1) await who.sees("没有符合条件的事项");
        const left = await who.page.locator(".matter-link").evaluateAll((links) => links.map((link) => link.href));
        assert.equal(left.length, before - 1, "answered is gone from the desk");
        assert.ok(!left.some((href) => new URL(href).searchParams.get("open") === path));
        await who.go(path);
        await who.sees(words);
        await who.look("warning-school");
      });
    });

    step("国家级查阅人员从首页逐级看到数值，看不到说明原文和事项", async () => {
      await as(way, "nation.official", async (who) => {
        await who.sees("监测预警");
        await who.look("warning-nation-home");
        await who.page.locator("a[href^='/warnings?level=']").first().click();
        await who.sees("达到阈值即预警");
        await who.look("warning-list");
        await who.go(path);
        await who.sees("已说明");
        assert.equal(await who.page.getByText(words).count(), 0);
        assert.equal(await who.page.locator("a[href^='/cases/']").count(), 0);
        assert.equal(await who.page.getByRole("button", { name: "提交说明" }).count(), 0);
        await who.look("warning-official");
      });
    });

    step("别的学校看不到", async () => {
      await as(way, `${stranger}.leader`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
    });

    step("省级查阅每周监测简报", async () => {
      await as(way, "510000.official", async (who) => {
        await who.go("/warnings/digest");
        await who.sees("各指标未解除的预警");
        await who.look("warning-digest");
        const other = who.page.locator("#weeks a").last();
        const href = await other.getAttribute("href");
        await other.click();
        await who.page.waitForURL(new URL(href, who.page.url()).href);
        await who.sees("总体情况");
        const answer = await who.page.request.get(new URL("/warnings/digest?week=2000-W01", who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
    });
  });
}
