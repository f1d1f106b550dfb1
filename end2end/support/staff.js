// Every page of the staff: one list for the tests that walk all of them, held against the routes of the application, so that a new page
// cannot be forgotten. A page with a parameter is gone to by the link that leads there, from a page that stands before it.
import { person, url } from "./browser.js";
import { below } from "./portal.js";

/** Walked at a desk and on a phone, by every rule: by login. */
const CLOSELY = {
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
};

/** The first record or case that a list leads to is looked at too. */
const INSIDE = { "/desk": ".matter-link", "/desk?kind=binding": ".matter-link", "/pupils": "main table a", "/cases": "main table a", "/letters": "main table a", "/reviews": "main table a", "/paper": "main table a", "/paper/late": "main table a", "/privacy/audit": "main table a", "/disclosures?box=asked": "main table a" };

/** A route and the page with the link that leads there: an address, or a route that was found before by the same person. */
const by = (route, from) => ({ route, from });
/** A route that no link leads to: the end of its address, after that of another. */
const after = (route, from, end) => ({ route, from, end });

/** Walked once, at a desk, by the rules of WCAG: by login, in this order. */
const ONCE = {
  "2132000101.registrar": [
    by("/pupils/:id", "/pupils"),
    by("/pupils/:id/info", "/pupils/:id"),
    by("/pupils/:id/matters", "/pupils/:id"),
    by("/pupils/:id/timeline", "/pupils/:id"),
    by("/pupils/:id/archive", "/pupils/:id"),
    by("/pupils/:id/binding", "/pupils/:id"),
    after("/pupils/:id/consent", "/pupils/:id", "/consent"),
    after("/pupils/:id/upkeep", "/pupils/:id", "/upkeep"),
    after("/pupils/:id/change/:kind", "/pupils/:id", "/change/suspension"),
    after("/pupils/:id/correct", "/pupils/:id", "/correct"),
    after("/pupils/:id/correct/items", "/pupils/:id", "/correct/items"),
    after("/pupils/:id/correct/item/:item", "/pupils/:id", "/correct/item/birth_place"),
    after("/pupils/:id/correct/proof", "/pupils/:id", "/correct/proof"),
    after("/pupils/:id/correct/check", "/pupils/:id", "/correct/check"),
    by("/pupils/:id/paper", "/paper"),
    "/pupils/new/steps",
    "/archive/filled",
    "/prints/class",
    by("/prints/:id", "/prints"),
    by("/disclosures/:id", "/disclosures?box=asked"),
    by("/imports/:id", "/imports"),
    by("/imports/:id/rows/:row", "/imports/:id"),
    by("/reviews/:id/schools/:school", "/reviews"),
    by("/reviews/:id/schools/:school/class", "/reviews/:id/schools/:school"),
    by("/reviews/:id/schools/:school/anomalies", "/reviews/:id/schools/:school"),
    by("/reviews/:id/pupils/:person", "/reviews/:id/schools/:school/class"),
    by("/cases/:id/mend", "/desk?tab=mine"),
    by("/cases/:id/change", "/desk?tab=mine"),
  ],
  "2132000101.leader": [by("/pupils/:id", "/pupils"), by("/pupils/:id/access", "/pupils/:id"), by("/complaints/:id", "/desk?kind=complaint")],
  "2132000104.leader": [by("/cases/:id", "/cases"), "/cases/print", by("/copies/:id", "/copies")],
  "2132000201.registrar": [by("/problems/:id", "/problems")],
  "320505.registrar": [by("/problems/:id", "/problems"), after("/problems/:id/merge", "/problems/:id", "/merge")],
  "2151000101.registrar": [by("/letters/:id", "/letters"), by("/letters/:id/pieces", "/letters/:id"), by("/letters/:id/envelope", "/letters/:id")],
  "2151000104.registrar": [by("/letters/:id", "/letters?box=outbox"), by("/letters/:id/pieces", "/letters/:id"), by("/letters/:id/envelope", "/letters/:id/pieces")],
  "2151000201.registrar": [by("/certificates/:id", "/certificates"), by("/packages/:id", "/packages")],
  "5151000103.leader": ["/registrars", by("/registrars/:id", "/registrars"), by("/registrars/hand-over/:id", "/registrars")],
  "320102.leader": [by("/reviews/:id", "/reviews"), by("/reviews/:id/report", "/reviews/:id"), "/disclosures/register"],
  "320102.registrar": ["/schools", "/violations", by("/violations/:id", "/violations")],
  "320102.audit_admin": ["/access/units", by("/access/alarms/:id", "/access"), by("/privacy/audit/:key", "/privacy/audit")],
  "510703.registrar": [by("/schools/changes/:id", "/schools")],
  "320000.official": ["/warnings", "/warnings/digest", by("/warnings/:id", "/warnings"), "/rules/check"],
  "nation.system": ["/background", "/calendar", "/packages/directory", "/take-over/new"],
  "320102.system_admin": ["/take-over", by("/take-over/:id", "/take-over")],
  "320104.system_admin": ["/accounts/slip", "/design"],
};

/** Pages that the demo may have nothing for, with the reason; where it has, they are looked at like all others. */
export const MAYBE = {
  "/accounts/slip": "after an account was confirmed",
  "/rules/check": "after a draft was typed",
  "/cases/print": "after cases were ticked",
  "/prints/class": "after a class was chosen",
  "/cases/:id": "a case that somebody handles there",
  "/cases/:id/mend": "a registration that came back",
  "/cases/:id/change": "a change that came back",
  "/pupils/:id/consent": "a pupil with optional items",
  "/pupils/:id/upkeep": "a pupil on roll",
  "/pupils/:id/change/:kind": "a pupil about whom nothing is under way",
  "/pupils/:id/correct": "a pupil about whom nothing is under way",
  "/pupils/:id/correct/items": "after an application was taken in",
  "/pupils/:id/correct/item/:item": "after items were chosen",
  "/pupils/:id/correct/proof": "after items were chosen",
  "/pupils/:id/correct/check": "after items were chosen",
  "/imports/:id": "after a file was uploaded",
  "/imports/:id/rows/:row": "after a file with a wrong row was uploaded",
  "/copies/:id": "a pupil who has moved on",
  "/complaints/:id": "after a guardian complained",
  "/problems/:id": "a child who was entered twice",
  "/problems/:id/merge": "a problem of which both sides have answered",
  "/letters/:id": "a letter in that box",
  "/letters/:id/pieces": "a hand-over of a paper archive",
  "/letters/:id/envelope": "a hand-over that is sealed",
  "/packages/:id": "a package that was made",
  "/certificates/:id": "a certificate that was issued",
  "/registrars/hand-over/:id": "work that is being handed over",
  "/reviews/:id": "in the last days of a term no review is open",
  "/reviews/:id/report": "in the last days of a term no review is open",
  "/reviews/:id/pupils/:person": "in the last days of a term no review is open",
  "/reviews/:id/schools/:school": "in the last days of a term no review is open",
  "/reviews/:id/schools/:school/class": "in the last days of a term no review is open",
  "/reviews/:id/schools/:school/anomalies": "in the last days of a term no review is open",
  "/violations/:id": "what is late at a school",
  "/disclosures/:id": "a request of this school",
  "/access/alarms/:id": "an account that looked too often",
  "/privacy/audit/:key": "a report of a year",
  "/schools/changes/:id": "a change that was proposed",
  "/warnings/:id": "a warning of the night",
  "/take-over/:id": "after files were taken in",
  "/prints/:id": "a form that was printed",
};

/** The routes of the application that only staff comes to. */
export const routes = () => below("Desk::StaffFrame");

/** Whether a path is one of a route. */
function isOf(route, path) {
  const parts = route.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${parts.join("/")}$`).test(path);
}

/** The route of an address; the one that says most of it in words, where several fit: /pupils/new is no record. */
export function routeOf(address, all = routes()) {
  const words = (route) => route.split("/").filter((part) => part && !part.startsWith(":")).length;
  const [path] = address.split(/[?#]/);
  return all.filter((route) => isOf(route, path)).sort((a, b) => words(b) - words(a))[0];
}

/** Every route that the list names. */
export function listed() {
  const all = routes();
  const closely = Object.values(CLOSELY).flat().map((path) => routeOf(path, all));
  const once = Object.values(ONCE).flat().map((page) => page.route ?? routeOf(page, all));
  return new Set([...closely, ...once]);
}

/** Where the page of a route is for somebody; none where nothing leads there. */
async function addressOf(who, page, found, all) {
  if (typeof page === "string") return page;
  const from = page.from.includes(":") ? found.get(page.from) : page.from;
  if (from === undefined) return undefined;
  if (page.end) return from.split(/[?#]/)[0] + page.end;
  await who.go(from);
  const links = await who.page.locator("a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  // A matter beside a list is a page of its own too.
  const pages = links.map((href) => new URL(href, url).searchParams.get("open") ?? href);
  return pages.find((href) => href.startsWith("/") && routeOf(href, all) === page.route);
}

/** Goes to every page, and does something there. Gives the routes that were gone to, and in words those that were not there. */
export async function everyStaffPage(browser, way, what) {
  const [all, seen, missing] = [routes(), new Set(), []];
  const small = way.width < 1000;
  for (const login of new Set([...Object.keys(CLOSELY), ...(small ? [] : Object.keys(ONCE))])) {
    const who = await person(browser, way, login);
    const look = async (path, closely, maybe) => {
      const answer = await who.page.goto(url + path, { waitUntil: "load" });
      // One that is led elsewhere has nothing there now.
      const there = answer.status() === 200 && routeOf(new URL(who.page.url()).pathname, all) === routeOf(path, all);
      if (there) {
        seen.add(routeOf(path, all));
        await what(who, `${login} ${path}`, closely);
      } else if (!maybe) missing.push(`${path} answered ${answer.status()} to ${login}, at ${who.page.url()}`);
      return there;
    };
    for (const path of CLOSELY[login] ?? []) {
      await look(path, true, false);
      const link = INSIDE[path] && who.page.locator(INSIDE[path]).first();
      if (link && (await link.count())) await look(await link.getAttribute("href"), true, true);
    }
    const found = new Map();
    for (const page of small ? [] : (ONCE[login] ?? [])) {
      const route = page.route ?? routeOf(page, all);
      const path = await addressOf(who, page, found, all);
      if (path === undefined) {
        if (!(route in MAYBE)) missing.push(`nothing leads ${login} to ${route}`);
        continue;
      }
      if (await look(path, false, route in MAYBE)) found.set(route, path);
    }
    await who.leave();
  }
  return { seen, missing };
}
