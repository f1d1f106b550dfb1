// One browser for a spec file, and the people who use it: with and without JavaScript, at a desk and on a phone.
import { mkdirSync } from "node:fs";
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

const present = new Set();

/** Pictures of every page that is open, for whoever has to find out why a test failed. */
export async function pictures(name) {
  for (const { page } of present) await page.screenshot({ path: `${output}failed-${name}.png`, fullPage: true });
}

export async function open() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** A person with a browser of his own. Fails the test on an error in the console or a page that is too wide. */
export async function person(browser, way, login) {
  const context = await browser.newContext({
    viewport: { width: way.width, height: 900 },
    javaScriptEnabled: way.script,
    locale: "zh-CN",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    // A page that is refused (403, 404) is told by the browser too; the tests look at those themselves.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) troubles.push(`${page.url()}: ${message.text()}`);
  });
  // What the page asks for by itself: nothing is chosen in a page that is about to be drawn again.
  let fed = false;
  const asked = new Set();
  page.on("request", (request) => {
    if (request.isNavigationRequest()) {
      fed = false;
      asked.clear();
    } else if (request.url().includes("/api/")) asked.add(request);
  });
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
  page.on("response", (answer) => {
    if (answer.url().endsWith("/feed")) fed = true;
  });
  const frames = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  /** Until the page follows its feed and has asked for everything it wanted. */
  const calm = async () => {
    for (let still = 0, n = 0; still < 3 && n < 300; n += 1) {
      await frames();
      still = fed && asked.size === 0 ? still + 1 : 0;
    }
  };
  const who = {
    page,
    way,
    troubles,
    async go(path) {
      await page.goto(url + path, { waitUntil: "load" });
    },
    /** Presses a button and waits for words that only the next page has. */
    async press(button, then) {
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await who.sees(then);
    },
    /** Chooses a file once the page's program runs and is calm: one that is chosen before is forgotten when the page is drawn again. */
    async choose(file) {
      if (way.script) {
        await page.locator("body[data-running]").waitFor();
        await calm();
      }
      await page.locator("#file").setInputFiles(file);
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
      await page.waitForURL(/\/(desk|home|my)$/);
    },
    async leave() {
      present.delete(who);
      await context.close();
      if (troubles.length) throw new Error(`in the console of ${login ?? "nobody"}: ${troubles.join("\n")}`);
    },
  };
  present.add(who);
  if (login) await who.signIn(login);
  return who;
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
