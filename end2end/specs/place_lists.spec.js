// 从省选起 (第十条): a guardian who does not know how a place is written puts it together from lists, from the province down, with JavaScript and
// without; the field above has the whole name, which can still be typed over, and the question is answered by its own button.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

const GUARDIAN = "13900000001";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** The field of the question. */
const field = (who) => who.page.locator("main .division input.input");

/** Chooses of the list and presses its button; waits until the field has the name. */
async function choose(who, name, whole) {
  await who.page.locator("#pick").selectOption({ label: name });
  await who.press("选这一处", `上面已填好：${whole}。`);
  await who.page.waitForFunction((whole) => document.querySelector("main .division input.input").value === whole, whole);
}

for (const way of [ways[1], ways[3]]) {
  test(`不会写地名的，从省、市、县的名单里选（${way.name}）`, async () => {
    await acting(browser, way, GUARDIAN, async (who) => {
      const link = await who.page.locator("main a[href^='/my/0']").first().getAttribute("href");
      await who.go(`/my/${link.split("/")[2]}/correct/item/birth_place`);
      if (way.script) await who.page.locator("body[data-running]").waitFor();
      const list = who.page.locator("details").filter({ has: who.page.locator("#pick") });
      assert.equal(await list.evaluate((one) => one.open), false, "out of the way of who can type it");
      await list.locator("summary").click();
      assert.equal(await who.page.locator("#pick option").count(), 35, "the provinces, and none yet");

      await who.press("选这一处", "还没有选择是哪一处");
      await who.page.locator(".error-summary a[href='#pick']").waitFor();
      assert.ok(await who.page.locator("#pick").isVisible(), "the summary leads to the list");

      await choose(who, "浙江省", "浙江省");
      await choose(who, "绍兴市", "浙江省绍兴市");
      await choose(who, "越城区", "浙江省绍兴市越城区");
      await who.look("place-lists");
      await who.press("从省重新选", "在哪个省");
      await who.page.waitForFunction(() => document.querySelector("main .division input.input").value === "");

      // What is typed counts as before.
      await choose(who, "江苏省", "江苏省");
      await field(who).fill("不知道什么地方");
      await who.page.getByRole("button", { name: "继续", exact: true }).click();
      await who.page.locator(".error-summary a[href='#value']").waitFor();
      assert.equal(await field(who).inputValue(), "不知道什么地方");
    }, "place-lists");
  });
}
