// 监测预警 (第二十四条): the nation sees tags and walks down to a school's warning in figures; the school's leader answers it; the county reads the
// answer, the official does not; the weekly digest prints.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "warning");

const school = "2151000201";
const words = "已逐项核对，本周内报告结果。";

for (const way of [ways[0], ways[3]]) {
  describe(`监测预警（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("学校主管领导看到本校预警并填写处置说明", async () => {
      await as(way, `${school}.leader`, async (who) => {
        // A leader lands on the desk; the warnings of the school stand among its figures.
        await who.go("/home");
        await who.sees("监测预警");
        await who.look("warning-school-home");
        await who.go("/warnings");
        const link = who.page.locator("th a[href^='/warnings/']").first();
        path = await link.getAttribute("href");
        await link.click();
        await who.sees("怎样处置");
        await who.press("提交说明", "没有写明处置情况");
        await who.page.locator("#words").fill(words);
        await who.press("提交说明", "处置说明已提交");
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
      await as(way, "2132000104.leader", async (who) => {
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
