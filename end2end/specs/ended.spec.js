// A session that ends under an open page: whoever signs in elsewhere ends it. The page asks again when something changes, keeps what it shows and
// what was typed, and says that the session has ended.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileMark } from "../support/archive.js";
import { open, person, pictures, ways } from "../support/browser.js";

const REGISTRAR = "2132000102.registrar";
let browser;
before(async () => (browser = await open()));
after(() => browser.close());

for (const way of [ways[0], ways[1]]) {
  test(`登录结束后，页面和填写的内容还在（${way.name}）`, async () => {
    const first = await person(browser, way, REGISTRAR);
    try {
      await first.go("/pupils");
      await first.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").first().click();
      await first.sees("学籍情况");
      const path = `${new URL(first.page.url()).pathname}/archive`;
      const feed = first.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
      await first.go(path);
      await feed;
      await first.page.locator("body[data-running]").waitFor();
      await first.page.locator("summary").filter({ hasText: "登记学业考试成绩" }).click();
      await first.page.locator("#values-exam__mark").fill("88.5");

      const second = await person(browser, way, REGISTRAR);
      await second.go(path);
      await fileMark(second.page, way === ways[0] ? "语文" : "数学", "90");
      await first.sees("登录已经结束，本页不再更新");
      assert.equal(await first.page.locator("#values-exam__mark").inputValue(), "88.5");
      assert.ok(await first.page.locator("#values-exam__mark").isVisible(), "what was opened stays open");
      await first.look("session-ended");
      await second.leave();
    } catch (error) {
      await pictures("ended");
      throw error;
    }
    first.troubles.length = 0;
    await first.leave();
  });
}
