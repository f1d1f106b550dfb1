// 画面比对: public pages and every part of /design, at a desk and on a phone, in light and in dark, beside the pictures that are kept of
// them. `make pictures` takes those anew. Letters are drawn by the machine's own fonts, so a machine that draws them otherwise than the
// one whose pictures are kept compares nothing and says so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, ways } from "../support/browser.js";
import { compare, keep, kept, machine, pictureOf, sameMachine } from "../support/pictures.js";

const ADMIN = "320104.system_admin";
const PAGES = ["/", "/sign-in", "/guardian/sign-up", "/guardian/recover", "/verify", "/privacy", "/guide", "/guide/transfer", "/regulation", "/offline"];
const SCHEMES = ["light", "dark"];
/** So large a share of a picture may differ: what rounding moves. */
const SHARE = 0.001;
const KEEPING = process.env.XUEJI_PICTURES === "keep";
let browser;
let here;
before(async () => {
  browser = await open();
  here = await machine(browser);
  if (KEEPING) keep.begin(here);
});
after(() => browser.close());

/** Compares one picture with the one that is kept, or keeps it. Gives what is wrong. */
async function judge(name, picture) {
  if (KEEPING) {
    keep.one(name, picture);
    return [];
  }
  const before = kept(name);
  if (!before) return [`${name}: no picture is kept; make pictures`];
  const { share, why } = await compare(browser, name, before, picture);
  return share > SHARE ? [`${name}: ${why ?? `${(share * 100).toFixed(2)} % differs, see output/${name}-differs.png`}`] : [];
}

/** Opens a page as it is compared: in one scheme, at rest. */
async function settle(who, scheme, path) {
  await who.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await who.go(path);
  // The page's program shows what is of use with it only. The page for a broken connection has none.
  if (path !== "/offline") await who.page.locator("body[data-running]").waitFor();
  await who.page.evaluate(() => document.fonts.ready);
  await who.page.evaluate(() => document.activeElement?.blur());
}

for (const way of ways.filter((way) => way.script)) {
  for (const scheme of SCHEMES) {
    test(`画面与留存的一致（${way.name}，${scheme}）`, async (t) => {
      if (!KEEPING && !sameMachine(here)) return t.skip("the kept pictures are of another machine: make pictures");
      const wrong = [];
      const visitor = await person(browser, way);
      for (const path of PAGES) {
        await settle(visitor, scheme, path);
        const name = `${path === "/" ? "front" : path.slice(1).replaceAll("/", "-")}-${way.width}-${scheme}`;
        wrong.push(...(await judge(name, await pictureOf(visitor.page))));
      }
      await visitor.leave();
      const admin = await person(browser, way, ADMIN);
      await settle(admin, scheme, "/design");
      const sections = await admin.page.locator("main .section[id]").evaluateAll((all) => all.map((one) => one.id));
      assert.ok(sections.length >= 10, `${sections.length} parts are on the page`);
      for (const id of sections) {
        const picture = await pictureOf(admin.page.locator(`#${id}`));
        wrong.push(...(await judge(`design-${id}-${way.width}-${scheme}`, picture)));
      }
      await admin.page.emulateMedia({ colorScheme: null, reducedMotion: null });
      await admin.leave();
      assert.deepEqual(wrong, []);
    });
  }
}

test("比对看得出差别：一处颜色、一块文字、大小", async () => {
  const page = await browser.newPage({ viewport: { width: 400, height: 200 } });
  const drawn = async (html) => {
    await page.setContent(html);
    return page.screenshot();
  };
  const plain = await drawn("<body style='margin:0;background:#fff'><p>学籍</p></body>");
  const same = await drawn("<body style='margin:0;background:#fff'><p>学籍</p></body>");
  const other = await drawn("<body style='margin:0;background:#fff'><p>学籍</p><div style='width:40px;height:40px;background:#0f4c64'></div></body>");
  await page.setViewportSize({ width: 400, height: 220 });
  const taller = await drawn("<body style='margin:0;background:#fff'><p>学籍</p></body>");
  await page.close();
  assert.equal((await compare(browser, "self-same", plain, same)).share, 0);
  const { share } = await compare(browser, "self-other", plain, other);
  assert.ok(share > SHARE && share < 0.05, `${share}`);
  assert.match((await compare(browser, "self-taller", plain, taller)).why, /400 × 200.*400 × 220/);
});
