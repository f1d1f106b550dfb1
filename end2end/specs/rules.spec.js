// What holds where one works, and who may decide it (第十一条, 第二十九条): a school reads the rules of its county with where each is from and
// goes up to those of its province; a county decides nothing that its province has not left to it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

for (const way of [ways[0], ways[3]]) {
  test(`学校看到本地的规定和它的来源（${way.name}）`, () =>
    acting(browser, way, "3132000105.registrar", async (who) => {
      await who.go("/rules");
      await who.sees("一次休学的最长时间");
      const levels = who.page.locator("nav.breadcrumbs");
      assert.equal(await levels.getByRole("link").count(), 3, "nation, province, city above the county");
      await levels.getByRole("link", { name: "江苏省" }).click();
      await who.sees("系统初始");
      assert.equal(await who.page.getByRole("link", { name: "修改", exact: true }).count(), 0, "a school only reads");
    }, "rules"));

  test(`县级没有得到授权的事项不能规定（${way.name}）`, () =>
    acting(browser, way, "320104.registrar", async (who) => {
      await who.go("/rules/edit");
      await who.sees("上级没有授权本级规定任何事项");
      assert.equal(await who.page.locator("input[name='own[]']").count(), 0);
    }, "rules"));

  test(`省级勾选授权市县细化的事项（${way.name}）`, () =>
    acting(browser, way, "320000.official", async (who) => {
      await who.go("/rules/edit");
      // The groups are folded up; what is looked for is in one of them.
      await who.page.locator("details", { has: who.page.locator("#delegate-class_size_max") }).first().locator("> summary").click();
      await who.look("rules-folded");
      await who.page.locator("#delegate-class_size_max").check({ force: true });
      assert.equal(await who.page.locator("#delegate-step_working_days").count(), 0, "what stays with the province");
      await who.press("下一步：核对", "没有填写施行日期");
      assert.ok(await who.page.locator("#delegate-class_size_max").isChecked(), "what was ticked is kept");
      await who.look("rules-delegate");
    }, "rules"));
}
