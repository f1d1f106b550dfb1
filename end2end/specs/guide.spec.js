// 办事指南 and the regulation, without signing in; a citation shows the article's words where one points at it; the first steps are put away.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

for (const way of ways) {
  test(`不登录就能看办事指南和条文（${way.name}）`, async () => {
    const who = await person(browser, way);
    await who.go("/");
    await who.follow("办事指南", "不用登录就能看");
    await who.follow("转学", "转入学校的经办人");
    await who.sees("10个工作日");
    await who.look("guide-transfer");
    await who.go("/regulation#article-13");
    await who.sees("学籍进行转接或学生毕业");
    await who.look("regulation");
    await who.leave();
  });
}

test("指到条号，条文显示在下面，不遮住别的字", async () => {
  const who = await person(browser, ways[0]);
  await who.go("/");
  const cited = who.page.locator(".cited").first();
  const shown = () => cited.evaluate((one) => getComputedStyle(one, "::after").content);
  assert.equal(await shown(), "none");
  const before = await cited.locator("a").boundingBox();
  await cited.locator("a").focus();
  assert.match(await shown(), /居民户口簿/);
  const after = await cited.locator("a").boundingBox();
  assert.equal(after.x, before.x, "the link stays where it is");
  await cited.locator("a").press("Enter");
  await who.sees("如学生父母或其他监护人提出修改");
  await who.leave();
});

test("入门清单可以收起，以后不再显示", async () => {
  const who = await person(browser, ways[0], "320104.system_admin");
  await who.go("/home");
  const list = who.page.locator("#first-steps");
  await list.waitFor();
  await who.look("first-steps");
  await who.page.getByRole("button", { name: "收起，不再显示", exact: true }).click();
  await list.waitFor({ state: "detached" });
  await who.go("/home");
  assert.equal(await list.count(), 0);
  await who.leave();
});
