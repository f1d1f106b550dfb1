// The page's program never takes a page hostage: where a translator or an extension changed the page before it was taken over, and where the
// program does not load, links, menus and forms go on as plain ones.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, pictures, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const damages = [
  ["翻译把标题换成了 font", (html) => html.replace(/<h1([^>]*)>([^<]+)/, "<h1$1><font><font>$2</font></font>")],
  ["扩展在正文最前面插入了元素", (html) => html.replace("<body>", '<body><div id="extension"></div>')],
];

/** What a person does on a list: looks for somebody, opens a menu, follows a link, goes back. */
async function works(who) {
  await who.page.locator("#text").fill("没有这个人");
  await who.page.getByRole("button", { name: "查询", exact: true }).click();
  await who.sees("没有找到符合条件的学生");
  await who.page.locator("#text").fill("");
  await who.page.getByRole("button", { name: "查询", exact: true }).click();
  await who.page.locator("main table a").first().click();
  await who.sees("学籍情况");
  const menu = who.page.locator("nav details").first();
  await menu.locator("summary").first().click();
  assert.ok(await menu.evaluate((details) => details.open), "the menu opens");
  await menu.getByRole("link").first().click();
  await who.page.waitForURL((address) => !/\/pupils\/0/.test(address.pathname));
  await who.page.locator("main h1").first().waitFor();
}

for (const [name, damage] of damages) {
  test(`${name}，链接、菜单和表单照常使用`, async () => {
    const who = await person(browser, ways[0], "2132000101.registrar");
    try {
      await who.page.route("**/*", async (route) => {
        if (route.request().resourceType() !== "document") return route.continue();
        const answer = await route.fetch({ maxRedirects: 0 });
        const html = (answer.headers()["content-type"] ?? "").includes("text/html");
        await route.fulfill(html ? { response: answer, body: damage(await answer.text()) } : { response: answer });
      });
      await who.go("/pupils");
      await who.page.locator("body[data-plain]").waitFor();
      assert.equal(await who.page.locator("body[data-running]").count(), 0);
      await works(who);
    } catch (error) {
      await pictures("plain");
      throw error;
    }
    assert.ok(who.troubles.length > 0, "the program did fall");
    await who.page.close(); // it falls on each page anew
    who.troubles.length = 0;
    await who.leave();
  });
}

test("程序没有载入，链接、菜单和表单照常使用", async () => {
  const who = await person(browser, ways[0], "2132000102.registrar");
  try {
    await who.page.route("**/*.wasm", (route) => route.abort());
    await who.go("/pupils");
    await works(who);
    assert.equal(await who.page.locator("body[data-running]").count(), 0);
  } catch (error) {
    await pictures("plain-none");
    throw error;
  }
  who.troubles.length = 0;
  await who.leave();
});
