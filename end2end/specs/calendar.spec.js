// The work calendar: everybody who works with deadlines reads it, the national system administrator loads a year (第十四条).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const year = new Date().getFullYear() + 1;
const days = ["01-01", "02-05", "02-06", "05-01", "10-01"].map((day) => `${year}-${day},holiday,节日`);
const file = (lines) => ({ name: "calendar.csv", buffer: Buffer.from(`date,kind,name\n${lines.join("\n")}\n`) });

test("查阅人员看到各年度，不能公布", () =>
  acting(browser, ways[0], "nation.official", async (who) => {
    await who.go("/calendar");
    await who.sees("未公布，暂计");
    assert.equal(await who.page.locator("#file").count(), 0);
  }, "calendar"));

for (const way of [ways[3], ways[0]]) {
  test(`国家系统管理员导入新年度：先错后对（${way.name}）`, () =>
    acting(browser, way, "nation.system", async (who) => {
      await who.go("/calendar");
      await who.choose(file([`${year}-13-01,holiday,节日`]));
      await who.press("导入并公布", "第2行");
      await who.look("calendar-wrong");
      const more = way.script ? [`${year}-02-20,workday,春节`] : [];
      await who.choose(file([...days, ...more]));
      await who.press("导入并公布", way.script ? "已更新工作日历" : `已公布${year}年的工作日历`);
      await who.look("calendar");
    }, "calendar"));
}
