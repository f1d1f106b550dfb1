// The manuals (docs/manual), as a walk can follow them. A comment names the page that words stand on:
//
//   点「申请更正信息」。<!-- page: /my as guardian -->            this line's words, on the page /my as a guardian sees it
//   <!-- page: /my/:id after 显示完整信息 as guardian -->         once this button there was pressed
//   <!-- page: /sign-in as nobody -->                             on a line of its own: for the lines below it, up to the next heading
//   ![…](images/guardian-my.jpg)<!-- page: /my as guardian -->    a picture of that page
//
// A line may name several pages; each of its words stands on one of them.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { person, ways } from "./browser.js";
import { child, fill, residentId, template } from "./children.js";

const FOLDER = new URL("../../docs/manual/", import.meta.url);
const [DESK, PHONE] = ways;

/** The manuals, and how their readers hold them. */
export const MANUALS = [
  { name: "guardian.zh.md", way: PHONE },
  { name: "registrar.zh.md", way: DESK },
  { name: "official.zh.md", way: DESK },
];

const PAGE = /<!-- page: (\S+)(?: after (\S+))? as (\w+) -->/g;
const pagesOf = (line) => [...line.matchAll(PAGE)].map(([whole, path, after, who]) => ({ whole, path, after, who }));

/** What a manual says, line by line: the words in 「」, the picture, and the pages they stand on. */
export function steps(name) {
  const found = [];
  let below = [];
  readFileSync(new URL(name, FOLDER), "utf8").split("\n").forEach((line, n) => {
    const own = pagesOf(line);
    const said = line.replaceAll(/<!--.*?-->/g, "");
    if (line.startsWith("#")) below = [];
    if (own.length && said.trim() === "") below = own;
    const names = [...said.matchAll(/「([^」]+)」/g)].map(([, words]) => words);
    const picture = said.match(/!\[[^\]]*\]\((images\/[^)]+)\)/)?.[1];
    if (names.length || picture) found.push({ line: n + 1, names, picture, pages: own.length ? own : below });
  });
  return found;
}

/** Who reads: the demo's account, and what has happened before that this reader's pages show. */
const PEOPLE = {
  nobody: {},
  guardian: { login: "13900000001" },
  guardian_waiting: { login: "13900000003" },
  guardian_done: { login: "13900000007" },
  guardian_drafting: {
    login: "13900000011",
    async before(who) {
      await who.go(`${await ownChild(who)}/correct`);
      await who.tick(/^籍贯$/);
      await who.press("继续", "应改为");
    },
  },
  registrar: { login: "2132000101.registrar" },
  registrar_importing: {
    login: "2132000101.registrar",
    async before(who, own) {
      const right = child("320102", "令狐知远", "2019-10-12", 341);
      const wrong = { ...child("320102", "令狐知新", "2019-11-12", 348), 性别: "雄" };
      const buffer = await fill(await template(who), [right, wrong]);
      await who.go("/imports/new");
      await who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10));
      await who.choose({ name: "一年级1班.xlsx", buffer });
      await who.press("上传并检查", "检查结果");
      await who.page.getByRole("button", { name: "录入可录入的 1 名学生" }).waitFor({ timeout: 60_000 });
      own["/imports/:id"] = new URL(who.page.url()).pathname;
    },
  },
  county: { login: "320102.registrar" },
  official: { login: "320100.official" },
  system_admin: { login: "320102.system_admin" },
  upper_admin: { login: "320100.system_admin" },
  another_admin: {
    login: "320102.security_admin",
    async prepare(browser, way) {
      const maker = await person(browser, way, "320102.system_admin");
      await maker.go("/accounts?unit=2132000101");
      await maker.page.locator("#login").fill("manual.registrar");
      await maker.page.locator("#role").selectOption({ label: "学籍管理员" });
      await maker.page.locator("#name").fill("柳文清");
      await maker.page.locator("#identity").fill(residentId("110101", "1988-01-01", 11));
      await maker.press("建立", "等待另一名管理员确认");
      await maker.leave();
    },
  },
};

/** The address of what a link leads to. */
const href = (who, link) => who.page.locator(link).first().getAttribute("href");

async function ownChild(who) {
  await who.go("/my");
  return who.page.getByRole("link", { name: "查看学籍信息", exact: true }).first().getAttribute("href");
}

async function aPupil(who) {
  await who.go("/pupils");
  const row = who.page.locator("main table tbody tr").filter({ hasText: "在读" }).first();
  return row.getByRole("link").first().getAttribute("href");
}

/** Where pages lie whose address depends on what there is. */
const PLACES = {
  "/my/:id": ownChild,
  "/my/:id/correct": async (who) => `${await ownChild(who)}/correct`,
  "/my/account/child/:id": async (who) => `/my/account/child/${(await ownChild(who)).split("/").pop()}`,
  "/my/case/:id": async (who) => (await who.go("/my"), href(who, "#cases table a")),
  // Whose classes leave this year: the first of them.
  "/completions/:class": async (who) => (await who.go("/completions"), href(who, "#classes tbody th a")),
  "/cases/:id": async (who) => (await who.go("/cases"), href(who, "main table a")),
  "/pupils/:id": aPupil,
  "/pupils/:id/binding": async (who) => `${await aPupil(who)}/binding`,
};

/** A reader with a browser, and what happened before. */
export async function reader(browser, way, name) {
  if (!PEOPLE[name]) throw new Error(`the manual names a reader that is not known: ${name}`);
  const { login, before, prepare } = PEOPLE[name];
  await prepare?.(browser, way);
  const who = await person(browser, way, login);
  const own = {};
  await before?.(who, own);
  return {
    ...who,
    /** Goes to a page of the manual. */
    async reach({ path, after }) {
      const place = path.includes(":") ? (own[path] ?? (await PLACES[path](who))) : path;
      await who.go(place);
      await who.page.locator("body[data-running]").waitFor();
      if (!after) return;
      // Another button stands in its place once it has done what it says.
      const button = who.page.getByRole("button", { name: after, exact: true }).first();
      await button.click();
      await button.waitFor({ state: "hidden" });
    },
  };
}

/** Which of these words stand on the page: on what is pressed, filled, chosen or read as a heading, folded away or not. */
export function standing(page, names) {
  return page.evaluate((names) => {
    const told = "a, button, summary, label, legend, h1, h2, h3, th, option, dt, caption, .badge, .notice-title";
    const texts = [...document.querySelectorAll(told)].map((one) => one.textContent);
    const named = [...document.querySelectorAll("[aria-label]")].map((one) => one.getAttribute("aria-label"));
    const all = [...texts, ...named].map((words) => words.replaceAll(/\s+/g, ""));
    return names.filter((name) => all.some((words) => words.includes(name.replaceAll(/\s+/g, ""))));
  }, names);
}

/** A picture as it may be kept: of what is seen first, no larger than a slow telephone loads at once. */
const MOST = 60 * 1024;

/** Takes the picture of a page into the folder of the manuals. */
export async function take(who, picture) {
  const path = new URL(picture, FOLDER).pathname;
  mkdirSync(new URL("images/", FOLDER), { recursive: true });
  const { width, height } = who.page.viewportSize();
  for (const [quality, tall] of [[70, 760], [55, 760], [40, 760], [40, 600], [30, 480]]) {
    await who.page.screenshot({ path, type: "jpeg", quality, animations: "disabled", clip: { x: 0, y: 0, width, height: Math.min(height, tall) } });
    if (statSync(path).size <= MOST) return;
  }
  throw new Error(`${picture} is larger than ${MOST} bytes`);
}
