// Looks at pages as people of every kind: screenshots for eyes, not a test. node tour.mjs URL DIRECTORY
import { chromium } from "playwright-core";
const [url, directory] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const password = "Lantern-Bamboo-47";
const people = {
  anybody: [null, ["/", "/sign-in", "/guardian/sign-up"]],
  school: ["2132000101.registrar", ["/home", "/cases", "/pupils", "/pupils/new", "/imports", "/imports/new"]],
  leader: ["2132000101.leader", ["/home", "/cases"]],
  county: ["320102.registrar", ["/home", "/cases", "/pupils"]],
  nation: ["nation.official", ["/home"]],
  admin: ["320102.system_admin", ["/accounts"]],
  guardian: ["13900000001", ["/my"]],
};
for (const [name, [login, paths]] of Object.entries(people)) {
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const problems = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    if (login) {
      await page.goto(`${url}/sign-in`);
      await page.fill("#login", login);
      await page.fill("#password", password);
      await page.click("main button[type=submit]");
      await page.waitForURL(/\/(home|my)$/);
    }
    for (const path of paths) {
      await page.goto(url + path, { waitUntil: "load" });
      await page.waitForTimeout(1200);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await page.screenshot({ path: `${directory}/${name}${path.replaceAll("/", "-")}-${width}.png`, fullPage: true });
      console.log(name, path, width, wide > 0 ? `TOO WIDE by ${wide}` : "", problems.splice(0).join(" | ").slice(0, 600));
    }
    await context.close();
  }
}
await browser.close();
