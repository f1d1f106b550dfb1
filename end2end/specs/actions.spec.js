// What sends a long form stays at the lower edge of the window while it is filled in, at a desk and on a telephone, and nothing that gets
// the focus lies under it. In a low window it stands at the end of the form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

const SCHOOL = "2151000104";

let browser;
before(async () => {
  browser = await open();
});
after(() => browser.close());

/** Where the row and what has the focus stand in the window. */
const places = (who) =>
  who.page.evaluate(() => {
    const bar = document.querySelector("main .actions-sticky").getBoundingClientRect();
    const focused = document.activeElement.getBoundingClientRect();
    const inside = document.activeElement.closest(".actions-sticky") !== null;
    return { top: bar.top, bottom: bar.bottom, below: focused.bottom, inside, window: innerHeight };
  });

for (const way of ways.filter((one) => one.script)) {
  test(`长表单的提交按钮一直看得见，焦点不被遮住（${way.name}）`, async () => {
    await acting(browser, way, `${SCHOOL}.registrar`, async (who) => {
      await who.go("/pupils/new");
      await who.page.locator("main .actions-sticky").first().waitFor();
      const field = who.page.locator("main .form-grid input:visible, main .form-grid select:visible").first();
      await field.focus();
      const begun = await places(who);
      assert.ok(begun.bottom <= begun.window + 1, `the row is in the window: ${JSON.stringify(begun)}`);
      for (let n = 0; n < 40; n += 1) {
        await who.page.keyboard.press("Tab");
        const at = await places(who);
        if (at.inside) break;
        assert.ok(at.below <= at.top + 1, `field ${n} lies under the row: ${JSON.stringify(at)}`);
      }
      await who.page.setViewportSize({ width: way.width, height: 320 });
      const low = await who.page.locator("main .actions-sticky").first().evaluate((one) => getComputedStyle(one).position);
      assert.equal(low, "static");
    }, "actions");
  });
}
