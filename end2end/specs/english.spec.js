// 语言: portal and public pages in English, with and without JavaScript: chosen in the header, kept from page to page, the same words when the
// page's program takes over; a correction is asked for, followed and taken back; staff read Chinese; and back to Chinese.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { acting, open, person, PASSWORD, url, ways } from "../support/browser.js";

const PROOF = { name: "household.png", buffer: readFileSync(new URL("../../server/src/demo/household_register.png", import.meta.url)) };
const HAN = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** What is to be read on the page and does not say that it is Chinese. */
function chinese(page) {
  return page.evaluate((pattern) => {
    const han = new RegExp(pattern);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement;
      if (!at.closest("script, style, [lang^=zh], .own-script") && han.test(walker.currentNode.data)) found.push(walker.currentNode.data.trim());
    }
    return found;
  }, HAN.source);
}

async function isEnglish(who, words) {
  await who.sees(words);
  if (who.way.script) await who.page.locator("body[data-running]").waitFor();
  assert.equal(await who.page.locator("html").getAttribute("lang"), "en");
  assert.deepEqual(await chinese(who.page), [], who.page.url());
}

async function choose(who, language) {
  await who.page.locator(".language-form button").click();
  await who.page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
}

async function signIn(who, login) {
  await who.go("/sign-in");
  await who.page.locator("#login").fill(login);
  await who.page.locator("#password").fill(PASSWORD);
  await who.page.getByRole("button", { name: "Sign in", exact: true }).click();
}

for (const way of [ways[0], ways[3]]) {
  test(`选择英文，申请更正、查看进度、撤回，再换回中文（${way.name}）`, async () => {
    const who = await person(browser, way);
    await who.go("/");
    assert.equal(await who.page.locator("html").getAttribute("lang"), "zh-CN");
    await choose(who, "en");
    await isEnglish(who, "Parents and other guardians");
    await who.look("english-landing");
    await who.follow("Sign up as a guardian", "Each page asks one thing");
    await isEnglish(who, "Binding code");
    for (const [field, value, then] of [
      ["code", "2345678923", "step 2 of 4"],
      ["phone", "13912345678", "step 3 of 4"],
      ["name", "李秀英", "Check, and choose a password"],
    ]) {
      await who.page.locator(`input#${field}`).fill(value);
      await who.press("Continue", then);
    }
    await who.page.locator("#password").fill("Bridge-Willow-58");
    await who.page.locator("#repeat").fill("Bridge-Willow-59");
    await who.press("Sign up", "The two passwords are not the same.");
    await who.sees("13912345678"); // what was typed stays
    await isEnglish(who, "One thing has to be put right");

    await signIn(who, "13900000001");
    await who.page.waitForURL(/\/my$/);
    await isEnglish(who, "My children");
    await who.look("english-my");
    for (const [path, words] of [
      ["/my/account", "Connections with children"],
      ["/my/account/phone", "New mobile number"],
      ["/my/account/data", "Download my and my children's information"],
      ["/my/account/close", "What is gone then"],
    ]) {
      await who.go(path);
      await isEnglish(who, words);
    }
    await who.go("/my");
    await who.follow("See the school record", "At school");
    await isEnglish(who, "What changed");
    await who.go("/my");
    await who.follow("Ask for a correction", "What should be corrected?");
    await isEnglish(who, "You can choose several.");
    await who.press("Continue", "Nothing was chosen yet.");
    await who.tick(/^Place of origin$/);
    await who.press("Continue", "Place of origin: should be");
    await isEnglish(who, "Now on record");
    await who.page.locator("#value").fill("浙江省绍兴市");
    if (who.way.script) await who.page.locator(".draft-state").filter({ hasText: /^Saved \d\d:\d\d$/ }).waitFor();
    await who.press("Continue", "Upload papers as proof");
    await isEnglish(who, "Household register");
    await who.choose(PROOF);
    await who.page.getByRole("button", { name: "Upload this paper" }).click();
    await who.sees("Papers uploaded");
    await who.follow("That is all, continue", "Please check before you send it");
    await isEnglish(who, "What should be corrected");
    await who.tick(/I confirm that all of this/);
    await who.press("Send the application", "The application was sent");
    await isEnglish(who, "How far it has come");
    assert.match(await who.page.locator("#stands").innerText(), /now it is with the school, and there will be an answer by \d+ \w+ \d{4}/);
    await who.look("english-sent");

    await who.go("/my");
    await isEnglish(who, "See how it is going");
    await who.follow("See how it is going", "How far it has come");
    await who.page.locator("summary").filter({ hasText: "Take the application back" }).click();
    await who.page.locator("#reason").fill("Not needed any more");
    await who.press("Take the application back", "Taken back");
    await isEnglish(who, /You can apply again if you need to/);

    await choose(who, "zh-CN");
    await who.sees("已撤回");
    assert.equal(await who.page.locator("html").getAttribute("lang"), "zh-CN");
    await who.go("/my");
    await who.sees("我的孩子");
    await who.leave();
  });
}

test("工作人员的页面是中文，选了英文也一样", async () => {
  await acting(browser, ways[0], undefined, async (who) => {
    await who.go("/");
    await choose(who, "en");
    await signIn(who, "2132000101.registrar");
    await who.page.waitForURL(/\/(desk|home)$/);
    await who.sees("待办台");
    assert.equal(await who.page.locator("html").getAttribute("lang"), "zh-CN");
    assert.equal(await who.page.locator(".language-form").count(), 0);
    // From a page of staff to one of everybody the document stays, and says another language.
    await who.page.locator(".account a[href='/account']").click();
    await who.sees("Change the password");
    await who.page.locator("html[lang=en]").waitFor({ state: "attached" });
  }, "english-staff");
});

test("第一次来的，浏览器喜欢英文就用英文", async () => {
  for (const [locale, lang] of [
    ["en-US", "en"],
    ["zh-CN", "zh-CN"],
    ["fr-FR", "zh-CN"],
  ]) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    assert.equal(await page.locator("html").getAttribute("lang"), lang, locale);
    await context.close();
  }
});
