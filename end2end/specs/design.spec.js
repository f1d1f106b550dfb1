// 界面外观: every part of the interface in every theme, at a desk and on a phone: no barrier a machine can find, nothing too wide, and
// nothing to press that a finger would miss. And the choice itself, with and without a program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, person, url, ways } from "../support/browser.js";
import { small, tooWide, violations } from "../support/checks.js";

const ADMIN = "320104.system_admin";
/** So many controls at least stand on the page of every part. */
const CONTROLS = 20;
const THEMES = ["system", "light", "dark", "contrast", "contrast-dark"];
let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Chooses in the header, as a person does; what is not named follows the system. The page is /design then. */
async function choose(who, { theme = "system", density = "comfortable", text = "ordinary", motion = "system" } = {}) {
  await who.go("/design");
  await who.page.locator(".appearance > summary").click();
  for (const [name, value] of Object.entries({ theme, density, text, motion })) await who.page.locator(`#look_${name}`).selectOption(value);
  const next = who.page.waitForResponse((response) => response.request().isNavigationRequest() && response.request().method() === "GET");
  await who.page.getByRole("button", { name: "应用外观", exact: true }).click();
  await next;
  await who.page.waitForLoadState("load");
}

for (const way of ways.filter((way) => way.script)) {
  test(`每种配色下的每种部件都看得清、按得到（${way.name}）`, async () => {
    const who = await person(browser, way, ADMIN);
    const wrong = [];
    for (const theme of THEMES) {
      await choose(who, { theme, motion: "reduced" });
      const chosen = await who.page.evaluate(() => document.documentElement.dataset.theme ?? "system");
      assert.equal(chosen, theme, "the first document bears the choice");
      wrong.push(...(await violations(who.page)).map((words) => `${theme}: ${words}`));
      wrong.push(...(await small(who.page, CONTROLS)).map((words) => `${theme}: ${words}`));
      await who.look(`design-${theme}`);
    }
    await choose(who);
    await who.leave();
    assert.deepEqual(wrong, []);
  });

  test(`没有选择时随系统（${way.name}）`, async () => {
    const who = await person(browser, way, ADMIN);
    const page = () => who.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await who.go("/design");
    const light = await page();
    await who.page.emulateMedia({ colorScheme: "dark" });
    const dark = await page();
    assert.notEqual(dark, light);
    assert.deepEqual(await violations(who.page), []);
    await who.page.emulateMedia({ colorScheme: "dark", media: "print" });
    assert.equal(await who.page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "paper stays light");
    await who.page.emulateMedia({ colorScheme: "light", media: "screen", forcedColors: "active" });
    assert.deepEqual(await small(who.page, CONTROLS), []);
    await who.page.emulateMedia({ colorScheme: null, media: null, forcedColors: null });
    await who.leave();
  });

  test(`字放大一倍、选了大字，都不会撑破（${way.name}）`, async () => {
    const who = await person(browser, way, ADMIN);
    for (const density of ["comfortable", "compact"]) {
      await choose(who, { density, text: "large" });
      assert.deepEqual(await tooWide(who.page), [], density);
    }
    await choose(who);
    await who.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    assert.deepEqual(await tooWide(who.page), [], "200 %");
    // What stands in a card stays in it.
    const out = await who.page.evaluate(() =>
      [...document.querySelectorAll(".section")].flatMap((section) => {
        const edge = section.getBoundingClientRect().right + 1;
        const parts = [...section.querySelectorAll(".badge, .button, .stat, .summary-row, .notice, .step, .legend-item, .input")];
        return parts.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge).map((one) => one.outerHTML.slice(0, 100));
      }),
    );
    assert.deepEqual(out, []);
    await who.leave();
  });
}

for (const way of ways) {
  test(`外观在页首选，选完回到原来的页面（${way.name}）`, async () => {
    await acting(
      browser,
      way,
      undefined,
      async (who) => {
        await who.go("/verify?code=1");
        await who.page.locator(".appearance > summary").click();
        await who.page.locator("#look_theme").selectOption("dark");
        await who.page.locator("#look_text").selectOption("large");
        await who.page.getByRole("button", { name: "应用外观", exact: true }).click();
        await who.page.locator("html[data-theme=dark][data-text=large]").waitFor();
        assert.equal(new URL(who.page.url()).search, "?code=1");
        // The next page too, from its first byte.
        const next = await who.page.goto(`${url}/sign-in`);
        assert.match(await next.text(), /<html[^>]*data-theme="dark"/);
        await who.page.locator(".appearance > summary").click();
        assert.equal(await who.page.locator("#look_theme").inputValue(), "dark", "the form shows what is chosen");
        await who.page.locator("#look_theme").selectOption("system");
        await who.page.getByRole("button", { name: "应用外观", exact: true }).click();
        await who.page.locator("html:not([data-theme])").waitFor();
      },
      "appearance",
    );
  });
}

test("紧凑只在列表里省地方，手指按的地方不变小", async () => {
  const who = await person(browser, ways[0], ADMIN);
  const height = () => who.page.locator(".table .button").first().evaluate((one) => one.getBoundingClientRect().height);
  await who.go("/design");
  assert.ok((await height()) >= 43.5);
  await choose(who, { density: "compact" });
  const compact = await height();
  const fine = await who.page.evaluate(() => matchMedia("(pointer: fine)").matches);
  assert.ok(fine ? compact < 43.5 && compact >= 31.5 : compact >= 43.5, `${fine} ${compact}`);
  await choose(who);
  await who.leave();
});

test("除系统管理员外没有人看得到样式页", async () => {
  await acting(
    browser,
    ways[2],
    "320104.registrar",
    async (who) => {
      const answer = await who.page.goto(`${url}/design`);
      assert.equal(answer.status(), 404);
      assert.equal(await who.page.locator("h1").count(), 1);
    },
    "design",
  );
});
