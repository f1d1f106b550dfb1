// Every page of the staff, of everybody and of a guardian, as far as a machine can tell. By every rule, good practice and WCAG 2.2 among
// them, at a desk and on a phone: the routes named in CLOSELY of support/staff.js, and those below. By WCAG 2.1 A and AA, at a desk: every
// other route of the staff. Guardians' pages are walked one by one in portal.spec.js.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, url, ways } from "../support/browser.js";
import { EVERY_RULE, WCAG, violations } from "../support/checks.js";
import { MAYBE, everyStaffPage, listed, routeOf, routes } from "../support/staff.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Pages without a frame of staff. */
const OTHERS = {
  "": ["/", "/sign-in", "/guardian/sign-up", "/privacy", "/guide", "/guide/transfer", "/guide/suspension", "/regulation", "/nowhere"],
  13900000003: ["/my", "/my/add", "/my/account", "/my/account/phone", "/my/account/data", "/my/account/close"],
};

/** The first child that a guardian's page leads to is looked at too. */
const INSIDE = { "/my": "main .actions a" };

test("工作人员能到的每一页都在清单里", () => {
  const all = routes();
  assert.ok(all.length > 90, `the routes are read: ${all.length}`);
  const there = listed();
  assert.deepEqual(all.filter((route) => !there.has(route)), [], "to be added to support/staff.js");
  assert.deepEqual([...there].filter((route) => !all.includes(route)), [], "no such route");
  assert.deepEqual(Object.keys(MAYBE).filter((route) => !all.includes(route)), [], "no such route");
});

test("地址归到哪一页，以写明的部分最多的为准", () => {
  assert.equal(routeOf("/pupils/new"), "/pupils/new");
  assert.equal(routeOf("/pupils/0197a3b0-0000-7000-8000-000000000001?x=1#top"), "/pupils/:id");
  assert.equal(routeOf("/prints/class"), "/prints/class");
  assert.equal(routeOf("/pupils/1/correct/items"), "/pupils/:id/correct/items");
  assert.equal(routeOf("/reviews/1/schools/2/class?class=1"), "/reviews/:id/schools/:school/class");
  assert.equal(routeOf("/nowhere"), undefined);
});

for (const way of ways.filter((way) => way.script)) {
  test(`没有可以自动查出的障碍（${way.name}）`, { timeout: 1_200_000 }, async (t) => {
    const all = [];
    for (const [login, paths] of Object.entries(OTHERS)) {
      const who = await person(browser, way, login || undefined);
      const look = async (path) => {
        await who.page.goto(url + path, { waitUntil: "load" });
        all.push(...(await violations(who.page, EVERY_RULE)).map((words) => `${login} ${path}: ${words}`));
      };
      for (const path of paths) {
        await look(path);
        const link = INSIDE[path] && who.page.locator(INSIDE[path]).first();
        if (link && (await link.count())) await look(await link.getAttribute("href"));
      }
      await who.leave();
    }
    const { seen, missing } = await everyStaffPage(browser, way, async (who, place, closely) => {
      all.push(...(await violations(who.page, closely ? EVERY_RULE : WCAG)).map((words) => `${place}: ${words}`));
    });
    all.push(...missing);
    if (way.width > 1000) {
      const unseen = routes().filter((route) => !seen.has(route));
      // Whoever reads the log finds there which pages had nothing to show today.
      t.diagnostic(`not looked at today: ${unseen.join(", ")}`);
      all.push(...unseen.filter((route) => !(route in MAYBE)));
    }
    assert.deepEqual(all, []);
  });
}
