// 分步录入: each step keeps what was typed, wherever one goes from it; the last one says what is still lacking, step by step; a child that
// was begun can be thrown away. With and without JavaScript, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

const schools = ["2132000101", "2132000104", "2132000201", "2151000101"];

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

ways.forEach((way, n) => {
  test(`分步录入：来回切换、离开再来，填的都在（${way.name}）`, async () => {
    const name = `端木${"甲乙丙丁"[n]}`;
    await acting(browser, way, `${schools[n]}.registrar`, async (who) => {
      const field = (key) => who.page.locator(`#values-${key}`);
      await who.go("/pupils/new");
      // What was typed on the one page goes along to the steps.
      await field("name").fill(name);
      await who.press("分步录入，填到一半可以先放下", "录入一名学生：身份信息");
      assert.equal(await field("name").inputValue(), name);
      // What does not hold keeps one in the step, with what was typed.
      await who.press("保存，下一步", "处需要改正");
      await who.sees("录入一名学生：身份信息");
      assert.equal(await field("name").inputValue(), name);
      assert.equal(await field("current_address").count(), 0, "other steps tell their own");
      await who.look("entry-steps-wrong");
      // Any other step is one press away, and nothing is checked on the way.
      await who.press("家庭成员", "录入一名学生：家庭成员");
      await field("member1_name").fill("端木建国");
      await who.press("保存，上一步", "录入一名学生：户籍和住址");
      await field("postcode").fill("210000");
      await who.press("身份信息", "录入一名学生：身份信息");
      assert.equal(await field("name").inputValue(), name);
      await who.go("/home");
      await who.go("/pupils/new/steps?step=family");
      assert.equal(await field("member1_name").inputValue(), "端木建国");
      await who.press("检查并提交", "还需要填写或改正");
      await who.look("entry-steps-check");
      // What is lacking leads to its step.
      await who.page.getByRole("link", { name: /性别/ }).first().click();
      await who.sees("录入一名学生：身份信息");
      // The form on one page has the same draft, with what was typed a moment ago.
      await field("name").fill(`${name}子`);
      await who.page.getByRole("button", { name: "在一页上填写全部项目", exact: true }).click();
      await field("postcode").waitFor();
      assert.deepEqual([await field("name").inputValue(), await field("postcode").inputValue()], [`${name}子`, "210000"]);
      // Who the guardian is can be said anew, whatever was typed.
      await who.page.locator("#guardians").getByRole("link", { name: "机构监护", exact: true }).click();
      await who.sees("机构全称");
      assert.equal(await field("member1_name").inputValue(), "端木建国");
      // Thrown away, nothing of it stands anywhere.
      await who.press("放弃填写的内容", "填写的内容已经清除");
      assert.deepEqual([await field("name").inputValue(), await field("member1_name").inputValue()], ["", ""]);
      await who.go("/pupils/new/steps?step=places");
      assert.equal(await field("postcode").inputValue(), "");
    }, `entry-steps-${n}`);
  });
});
