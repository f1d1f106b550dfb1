// A session that ends under an open page: whoever signs in elsewhere ends it. The page asks again when something changes, keeps what it shows and
// what was typed, and says that the session has ended. Whoever sends a form then signs in over the page, and the form is sent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileMark } from "../support/archive.js";
import { PASSWORD, open, person, pictures, ways } from "../support/browser.js";

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

for (const way of [ways[0], ways[1]]) {
  test(`登录结束后提交：在本页重新登录，接着提交，填写的内容不丢（${way.name}）`, async () => {
    const first = await person(browser, way, REGISTRAR);
    try {
      await first.go("/pupils");
      await first.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").first().click();
      await first.sees("学籍情况");
      const path = `${new URL(first.page.url()).pathname}/archive`;
      await first.go(path);
      await first.page.locator("body[data-running]").waitFor();
      await first.page.locator("summary").filter({ hasText: "登记学业考试成绩" }).click();
      const field = first.page.locator("#values-exam__mark");
      await first.page.locator("#values-exam__subject").selectOption(way === ways[0] ? "数学" : "语文");
      await field.fill("71.5");
      await first.page.locator("#values-exam__period").selectOption({ index: 1 });

      // A sign-in elsewhere ends the session here.
      const second = await person(browser, way, REGISTRAR);
      await second.leave();
      await first.page.locator("form").filter({ has: field }).getByRole("button", { name: "归档" }).click();
      const dialog = first.page.locator("dialog#sign-in-again");
      await dialog.getByLabel("账号").waitFor();
      assert.equal(new URL(first.page.url()).pathname, path, "one stays on the page");
      assert.equal(await field.inputValue(), "71.5");
      await first.look("signed-in-again");

      await dialog.getByLabel("账号").fill(REGISTRAR);
      await dialog.getByLabel("密码").fill("wrong");
      await dialog.getByRole("button", { name: "登录并继续" }).click();
      await dialog.getByText("账号或密码不正确").waitFor();
      await dialog.getByLabel("密码").fill(PASSWORD);
      const filed = first.page.waitForResponse((answer) => answer.url().includes("/api/file_entry") && answer.status() < 400);
      await dialog.getByRole("button", { name: "登录并继续" }).click();
      await filed;
      await dialog.waitFor({ state: "hidden" });
      await first.sees("71.5");
      assert.equal(new URL(first.page.url()).pathname, path);
      // The page follows again.
      await first.page.getByText("登录已经结束，本页不再更新").first().waitFor({ state: "detached" });
    } catch (error) {
      await pictures("signed-in-again");
      throw error;
    }
    first.troubles.length = 0;
    await first.leave();
  });
}
