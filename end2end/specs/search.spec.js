// 学生查询: a pupil is found by what people type: the whole name with what nobody sees in it, a part of it, with spaces; what is too short is
// said to be, and what was typed stays in the box. With and without JavaScript, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const search = async (who, text) => {
  await who.go("/pupils");
  await who.page.locator("#text").fill(text);
  const answer = who.page.waitForResponse((response) => response.url().includes("/api/search_pupils"));
  await who.page.getByRole("button", { name: "查询", exact: true }).click();
  await answer;
  await who.page.waitForLoadState("load");
};

for (const way of ways) {
  describe(`学生查询（${way.name}）`, { concurrency: false }, () => {
    test("按人们的写法都能查到，太短才说太短", async () => {
      await acting(browser, way, "2132000104.registrar", async (who) => {
        await who.go("/pupils");
        const first = who.page.locator("main table a").first();
        const name = (await first.textContent()).trim();
        const address = await first.getAttribute("href");
        const letters = [...name];
        for (const typed of [name, `\u200B${name}`, letters.join(" "), ` ${letters.join("　")} `, letters.slice(1).join("")]) {
          await search(who, typed);
          await who.page.locator(`main table a[href="${address}"]`).waitFor();
        }
        await who.look("search-found");
        await search(who, "z");
        await who.sees("查询内容太短");
        assert.equal(await who.page.locator("#text").inputValue(), "z");
        await who.look("search-too-short");
        // Nobody has this end of a number: looked for, and not too short.
        await search(who, "000000");
        await who.sees("没有找到符合条件的学生");
      }, "search");
    });
  });
}
