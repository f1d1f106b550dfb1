// WCAG 2.1 A and AA as far as a machine can tell, on every kind of page, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, url, ways } from "../support/browser.js";
import { violations } from "../support/checks.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const pages = {
  "": ["/", "/sign-in", "/guardian/sign-up", "/privacy", "/guide", "/guide/transfer", "/guide/suspension", "/regulation", "/nowhere"],
  "2132000104.registrar": ["/home", "/cases", "/pupils", "/pupils/new", "/pupils/new?guardian=institution", "/imports", "/imports/new"],
  "320102.audit_admin": ["/access", "/privacy/audit"],
  "2132000101.leader": ["/desk?kind=binding"],
  "2132000104.leader": ["/home", "/desk", "/desk?tab=mine", "/desk/many", "/cases", "/changes", "/promotion", "/look-after", "/copies"],
  "3132000105.registrar": ["/completions", "/progressions/new", "/transfers/new"],
  "320000.official": ["/rules", "/rules/edit"],
  "320000.registrar": ["/divisions", "/schools/propose", "/schools/propose?kind=hand_over", "/schools/propose?kind=hand_over&school=320104"],
  "2151000101.registrar": ["/letters", "/letters?box=outbox"],
  "3432000203.registrar": ["/archives/permanent"],
  "2132000201.registrar": ["/paper/late"],
  "320104.registrar": ["/home", "/home/figure?figure=on_roll", "/pupils", "/letters"],
  "2132000101.registrar": ["/reviews", "/paper", "/disclosures/new", "/disclosures?box=asked", "/prints", "/problems", "/certificates", "/packages", "/archive/class", "/upkeep", "/upkeep/move"],
  "320102.leader": ["/reviews", "/late", "/compare", "/compare/flows"],
  "nation.official": ["/home", "/desk", "/reviews"],
  "320104.system_admin": ["/accounts", "/desk"],
  13900000003: ["/my", "/my/add", "/my/account", "/my/account/phone", "/my/account/data", "/my/account/close"],
};

/** The first record or case that a list leads to is looked at too. */
const inside = { "/desk": ".matter-link", "/desk?kind=binding": ".matter-link", "/pupils": "main table a", "/cases": "main table a", "/letters": "main table a", "/reviews": "main table a", "/paper": "main table a", "/paper/late": "main table a", "/my": "main .actions a", "/privacy/audit": "main table a", "/disclosures?box=asked": "main table a" };

for (const way of ways.filter((way) => way.script)) {
  test(`没有可以自动查出的障碍（${way.name}）`, async () => {
    const all = [];
    for (const [login, paths] of Object.entries(pages)) {
      const who = await person(browser, way, login || undefined);
      const look = async (path) => {
        await who.page.goto(url + path, { waitUntil: "load" });
        all.push(...(await violations(who.page)).map((words) => `${login} ${path}: ${words}`));
      };
      for (const path of paths) {
        await look(path);
        const link = inside[path] && who.page.locator(inside[path]).first();
        if (link && (await link.count())) await look(await link.getAttribute("href"));
      }
      await who.leave();
    }
    assert.deepEqual(all, []);
  });
}
