// Every page that a guardian comes to: one list for the tests that walk all of them. A route of the application that is neither here nor
// among those of staff alone is one that nobody looks at.
import { readFileSync } from "node:fs";
import { person, url } from "./browser.js";

/** Guardians of the demo, by what has become of what they asked for: nothing yet, with the school's leader, sent back, done. */
const [FREE, WAITS, RETURNED, DONE] = ["13900000001", "13900000003", "13900000006", "13900000007"];

const signedOut = (route, path) => ({ route, path, login: undefined });
const child = (route, rest) => ({ route, login: FREE, path: (own) => `/my/${own.child}${rest}` });
const matter = (login) => ({ route: "/my/case/:id", login, path: (own) => own.matter });

export const PAGES = [
  signedOut("/"),
  signedOut("/sign-in"),
  signedOut("/guardian/sign-up"),
  // That of the code of the telephone is there where short messages are connected, which the demo is not.
  ...["child_number", "guardian_number", "phone", "name", "password"].map((step) => signedOut("/guardian/sign-up/:step", `/guardian/sign-up/${step}`)),
  signedOut("/guardian/recover"),
  signedOut("/privacy"),
  signedOut("/guide"),
  signedOut("/guide/:task", "/guide/suspension"),
  signedOut("/guide/:task", "/guide/bind"),
  signedOut("/regulation"),
  signedOut("/verify"),
  signedOut("/verify", "/verify?code=0000-0000-0000-0000"),
  { route: "/account", login: FREE },
  { route: "/password", login: FREE },
  { route: "/my", login: FREE },
  { route: "/my/add", login: FREE },
  { route: "/my/add/numbers", login: FREE },
  { route: "/my/account", login: FREE },
  { route: "/my/account/phone", login: FREE },
  { route: "/my/account/data", login: FREE },
  { route: "/my/account/close", login: FREE },
  { route: "/my/account/child/:id", login: FREE, path: (own) => `/my/account/child/${own.child}` },
  child("/my/:id", ""),
  child("/my/:id/archive", "/archive"),
  // In the last days of a term the demo opens no review; then the page says so.
  { ...child("/my/:id/review", "/review"), maybe: true },
  child("/my/:id/consent", "/consent"),
  child("/my/:id/access", "/access"),
  child("/my/:id/ask/:kind", "/ask/suspension"),
  ...["suspension_ground", "on", "until", "note"].map((one) => child("/my/:id/ask/:kind/question/:question", `/ask/suspension/question/${one}`)),
  child("/my/:id/ask/:kind/proof", "/ask/suspension/proof"),
  child("/my/:id/ask/:kind/check", "/ask/suspension/check"),
  child("/my/:id/correct", "/correct"),
  ...["birth_date", "birth_place", "ethnicity", "current_address"].map((one) => child("/my/:id/correct/item/:item", `/correct/item/${one}`)),
  child("/my/:id/correct/proof", "/correct/proof"),
  child("/my/:id/correct/check", "/correct/check"),
  { route: "/my", login: WAITS },
  matter(WAITS),
  { route: "/my", login: RETURNED },
  matter(RETURNED),
  matter(DONE),
];

/** Pages without a frame of staff that no guardian comes to. */
const OF_STAFF = ["/sign-in/second-factor", "/totp"];

/** The routes of the application in a frame. */
export function below(frame) {
  const source = readFileSync(new URL("../../app/src/lib.rs", import.meta.url), "utf8");
  const [, rest] = source.split(`view=${frame} `);
  const inside = rest.slice(0, rest.indexOf("</ParentRoute>"));
  return [...inside.matchAll(/<Route path=path!\("([^"]*)"\)/g)].map(([, path]) => path);
}

/** The routes of the application that everybody or a guardian comes to. */
export function routes() {
  const plain = below("frame::PlainFrame").filter((path) => !OF_STAFF.includes(path));
  return [...plain, ...below("frame::GuardianFrame").map((path) => `/my${path}`)];
}

/** What a guardian has there: the first child, and the first matter. */
async function owned(who) {
  await who.go("/my");
  const href = async (link) => ((await link.count()) ? link.first().getAttribute("href") : undefined);
  const own = await href(who.page.getByRole("link", { name: "查看学籍信息", exact: true }));
  return { child: own?.split("/").pop(), matter: await href(who.page.locator("#cases table a")) };
}

/** Goes to every page, and does something there. */
export async function everyPage(browser, way, what) {
  for (const login of new Set(PAGES.map((page) => page.login))) {
    const who = await person(browser, way, login);
    const own = login ? await owned(who) : {};
    for (const page of PAGES.filter((page) => page.login === login)) {
      const path = typeof page.path === "function" ? page.path(own) : (page.path ?? page.route);
      const answer = await who.page.goto(url + path, { waitUntil: "load" });
      if (answer.status() !== 200 && !page.maybe) throw new Error(`${path} answered ${answer.status()} to ${login ?? "nobody"}`);
      if (way.script) await who.page.locator("body[data-running]").waitFor();
      await what(who, path);
    }
    await who.leave();
  }
}
