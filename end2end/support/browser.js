// One browser for a spec file, and the people who use it: with and without JavaScript, at a desk and on a phone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const url = process.env.XUEJI_URL;
export const PASSWORD = "Lantern-Bamboo-47";
const output = new URL("../output/", import.meta.url).pathname;
mkdirSync(output, { recursive: true });

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const ways = [
  { name: "桌面", width: 1280, script: true },
  { name: "手机", width: 390, script: true },
  { name: "桌面、无脚本", width: 1280, script: false },
  { name: "手机、无脚本", width: 390, script: false },
];

/** Where one lands who signs in. */
const LANDING = /\/(desk|home|my)$/;

const present = new Set();

/** Where the files lie that people choose. */
const files = mkdtempSync(join(tmpdir(), "xueji-files-"));
process.on("exit", () => rmSync(files, { recursive: true, force: true }));

/** Where a file lies on the disk, for a person chooses from a disk: `{ name, buffer }` is put there, in a folder of its own. */
export function onDisk(file) {
  if (typeof file === "string") return file;
  const path = join(mkdtempSync(join(files, "of-")), file.name);
  writeFileSync(path, file.buffer);
  return path;
}

/** Pictures of every page that is open, for whoever has to find out why a test failed. */
export async function pictures(name) {
  for (const { page } of present) await page.screenshot({ path: `${output}failed-${name}.png`, fullPage: true });
}

export async function open() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** Browsers in which somebody stayed signed in, and the page he landed on then: by way and login. */
const stayed = new Map();

/**
 * A person with a browser of his own. Fails the test on an error in the console or a page that is too wide. Whoever was signed in here
 * before, the same way, sits down at the same browser again, and signs in only where his session is over. Without `login` he is signed
 * in where `same` is: the same person at another machine, which an account's one session does not allow by signing in twice.
 */
export async function person(browser, way, login, same) {
  const place = `${way.name}/${login}`;
  const before = stayed.get(place);
  stayed.delete(place);
  const context =
    before?.context ??
    (await browser.newContext({
      storageState: same && (await same.page.context().storageState()),
      viewport: { width: way.width, height: 900 },
      javaScriptEnabled: way.script,
      locale: "zh-CN",
      // What a worker asks for is not seen by a test that stands in for the network. `worker` is for those that try it.
      serviceWorkers: way.worker ? "allow" : "block",
    }));
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    // A page that is refused (403, 404) is told by the browser too; the tests look at those themselves.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) troubles.push(`${page.url()}: ${message.text()}`);
  });
  const who = {
    page,
    way,
    troubles,
    async go(path) {
      await page.goto(url + path, { waitUntil: "load" });
    },
    /** Presses a button and waits for words of the next page. */
    async press(button, then) {
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await who.sees(then);
    },
    /** The same where the words may stand there already, told of an earlier press: the answer to this one is waited for. */
    async pressAgain(button, then) {
      const answer = page.waitForResponse((response) => isOfForm(response.request()));
      await button.click();
      await answer;
      await who.sees(then);
    },
    /** Chooses a file, at once: whatever the page does then leaves it chosen. */
    async choose(file) {
      await page.locator("#file").setInputFiles(onDisk(file));
    },
    /** Follows a link one can see; one that is folded away (in a menu of the main navigation) is unfolded first. */
    async follow(link, then) {
      const seen = page.getByRole("link", { name: link, exact: true });
      const folded = page.locator("details:not([open])").filter({ has: page.getByRole("link", { name: link, exact: true, includeHidden: true }) });
      await seen.or(folded).first().waitFor({ state: "attached" });
      if ((await seen.count()) === 0) await folded.first().locator("summary").first().click();
      await seen.first().click();
      await who.sees(then);
    },
    /** Ticks or unticks a box by its words, as a finger does. */
    async tick(label) {
      await page.locator("label.choice-label").filter({ hasText: label }).first().click();
    },
    async sees(words) {
      await page.getByText(words).filter({ visible: true }).first().waitFor();
    },
    async look(name) {
      if (way.script) await fits(page);
      await page.screenshot({ path: `${output}${name}-${way.width}${way.script ? "" : "-noscript"}.png`, fullPage: true });
    },
    async signIn(name, password = PASSWORD) {
      await who.go("/sign-in");
      await page.locator("#login").fill(name);
      await page.locator("#password").fill(password);
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.waitForURL(LANDING);
    },
    async leave() {
      present.delete(who);
      if (landed) {
        for (const one of context.pages()) await one.close();
        stayed.set(place, { context, landed });
      } else await context.close();
      if (troubles.length) throw new Error(`in the console of ${login ?? "nobody"}: ${troubles.join("\n")}`);
    },
  };
  present.add(who);
  let landed;
  if (login) {
    if (before) await who.go(before.landed);
    if (!LANDING.test(page.url())) await who.signIn(login);
    landed = new URL(page.url()).pathname;
  }
  return who;
}

/** Whether a request is a form's: sent by the browser itself or by the page's program. */
function isOfForm(request) {
  return request.method() === "POST" && (request.isNavigationRequest() || "x-by-form" in request.headers());
}

/** Waits until the list of pupils has those of a grade or a name only: the answer to a search, not what stood there before. */
export async function found(who, words) {
  await who.page.getByRole("row").filter({ hasText: "在读" }).filter({ hasNotText: words }).first().waitFor({ state: "detached" });
}

/** Does something as somebody, in a browser of his own; leaves pictures named so when it fails. */
export async function acting(browser, way, login, what, name) {
  const who = await person(browser, way, login);
  try {
    await what(who);
  } catch (error) {
    await pictures(name);
    throw error;
  }
  await who.leave();
}

/** Tests that build on one another: after one that failed the others say nothing and are skipped. */
export function steps(test) {
  let broken = false;
  return (name, what) =>
    test(name, async (t) => {
      if (broken) return t.skip("an earlier step failed");
      broken = true;
      await what();
      broken = false;
    });
}

async function fits(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) throw new Error(`${page.url()} is ${over} px too wide`);
}
