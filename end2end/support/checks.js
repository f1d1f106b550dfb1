// What a machine can tell of a page: barriers, what a finger would miss, what does not fit, what is heard in another order than it is seen.
// Each gives a list of what is wrong, in words; nothing where all is well.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** WCAG 2.1 A and AA. */
export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
/** The same with what 2.2 adds (how large a place to press is at least), and what is good practice besides: landmarks that are there once and
 * have names of their own, one first heading, no level left out, nothing outside of them. */
export const EVERY_RULE = [...WCAG, "wcag22aa", "best-practice"];

/** What breaks these rules, of colours that have come to rest: a button on its way from light to dark is neither. */
export async function violations(page, rules = WCAG) {
  await page.evaluate(axe);
  await page.evaluate(() => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    return Promise.allSettled(moving.map((one) => one.finished)).then(() => {});
  });
  return page.evaluate(
    (rules) =>
      window.axe.run(document, { runOnly: { type: "tag", values: rules } }).then((result) => {
        if (!result.passes.length) return ["nothing was looked at"];
        return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
      }),
    rules,
  );
}

/**
 * What is pressed and is lower or narrower than 44 px, of so many controls at least. Links within a sentence are no controls; a tick is
 * pressed by its label too.
 */
export function small(page, least) {
  return page.evaluate((least) => {
    const controls = "button, .button, .button-link, .nav-link, .pager-link, .back-link, .section-more, .summary-change a, .account a, summary, select, input:not([type=hidden], [type=checkbox], [type=radio]), textarea, .choice-label";
    const found = [];
    let looked = 0;
    for (const one of document.querySelectorAll(controls)) {
      if (!one.checkVisibility()) continue;
      looked += 1;
      const { width, height } = one.getBoundingClientRect();
      // Half a pixel is rounding. Words that are short are as narrow as they are: what counts for them is the line's height.
      const narrow = one.matches(".button, .input") && width < 43.5;
      if (height < 43.5 || narrow) found.push(`${one.outerHTML.slice(0, 120)}: ${width} × ${height}`);
    }
    if (looked < least) found.push(`only ${looked} controls were looked at`);
    return found;
  }, least);
}

/** Links that stand by themselves, with no words beside them, and are lower than a thumb needs. */
export function lowLinks(page) {
  return page.evaluate(() => {
    const isAside = (node, link) => {
      if (node === link || node.nodeType === Node.COMMENT_NODE) return true;
      if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === "";
      return node.matches("a") || !getComputedStyle(node).display.startsWith("inline");
    };
    const found = [];
    for (const link of document.querySelectorAll("main a, footer a")) {
      if (!link.checkVisibility() || link.closest(".cited, nav")) continue;
      if (![...link.parentElement.childNodes].every((node) => isAside(node, link))) continue;
      const { width, height } = link.getBoundingClientRect();
      if (width > 1 && height < 43.5) found.push(`${link.outerHTML.slice(0, 120)}: ${width} × ${height}`);
    }
    return found;
  });
}

/** What reaches beyond the right edge, where the page can be moved sideways: the innermost parts. */
export function tooWide(page) {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const beyond = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > window.innerWidth + 1);
    const inner = beyond.filter((one) => !beyond.some((other) => other !== one && one.contains(other)));
    return ["the page", ...inner.slice(0, 8).map((one) => one.outerHTML.slice(0, 160))];
  });
}

/** What is reached with the tab key before something that stands above it, or to the left of it in one line. */
export function outOfOrder(page) {
  return page.evaluate(() => {
    const reached = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const found = [...document.querySelectorAll("[tabindex]")].filter((one) => one.tabIndex > 0).map((one) => `tabindex ${one.tabIndex}: ${one.outerHTML.slice(0, 120)}`);
    const all = [...document.querySelectorAll(reached)]
      // The way past the navigation is out of sight until it is reached.
      .filter((one) => one.checkVisibility() && !one.disabled && !one.closest(".skip-link"))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    for (let n = 1; n < all.length; n += 1) {
      const [before, after] = [all[n - 1], all[n]];
      const sameLine = Math.min(before.box.bottom, after.box.bottom) - Math.max(before.box.top, after.box.top) > Math.min(before.box.height, after.box.height) / 2;
      // What stands in a column to the right of it may begin higher.
      const above = after.box.bottom <= before.box.top + 1 && after.box.left < before.box.right;
      const left = sameLine && after.box.right <= before.box.left + 1;
      if (above || left) found.push(`${before.one.outerHTML.slice(0, 100)} is reached before ${after.one.outerHTML.slice(0, 100)}`);
    }
    return found;
  });
}

/** Headings that leave a level out, or no one first heading; landmarks that are lacking or without a name; controls without words. */
export function untold(page) {
  return page.evaluate(() => {
    const found = [];
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const levels = seen("h1, h2, h3, h4, h5, h6").map((one) => ({ level: Number(one.tagName[1]), words: one.textContent.trim() }));
    if (levels.filter(({ level }) => level === 1).length !== 1) found.push(`first headings: ${levels.filter(({ level }) => level === 1).length}`);
    levels.forEach(({ level, words }, n) => {
      if (words === "") found.push(`a heading of level ${level} says nothing`);
      const before = n === 0 ? 0 : levels[n - 1].level;
      if (level > before + 1) found.push(`after level ${before} comes level ${level}: ${words}`);
    });
    for (const [landmark, n] of [["main", 1], ["header.site-header", 1], ["footer.site-footer", 1]]) {
      const there = document.querySelectorAll(landmark).length;
      if (there !== n) found.push(`${landmark}: ${there}`);
    }
    const names = new Map();
    for (const one of seen("nav")) {
      const name = one.getAttribute("aria-label") ?? document.getElementById(one.getAttribute("aria-labelledby"))?.textContent ?? "";
      if (name.trim() === "") found.push(`a navigation without a name: ${one.outerHTML.slice(0, 100)}`);
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    for (const [name, n] of names) if (n > 1) found.push(`${n} navigations are called ${name}`);
    const skip = document.querySelector(".skip-link");
    if (!skip || !document.querySelector(`main${skip.getAttribute("href")}`)) found.push("no way past the navigation");
    for (const one of seen("input:not([type=hidden]), select, textarea")) {
      const named = [...(one.labels ?? [])].some((label) => label.textContent.trim()) || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby");
      if (!named) found.push(`a control without words: ${one.outerHTML.slice(0, 120)}`);
    }
    for (const one of seen("button, a[href]")) {
      const named = one.textContent.trim() || one.getAttribute("aria-label") || one.querySelector("img[alt]:not([alt='']), svg[aria-label]");
      if (!named) found.push(`nothing is said by ${one.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

/** In forced colours (backgrounds and shadows are gone): what is pressed or filled and has no edge, or shows no focus. */
export async function withoutEdge(page) {
  await page.emulateMedia({ forcedColors: "active" });
  // Focus is shown to who uses the keys.
  await page.keyboard.press("Tab");
  const found = await page.evaluate(() => {
    const found = [];
    if (!matchMedia("(forced-colors: active)").matches) found.push("the colours are not forced");
    const shown = (one) => {
      const style = getComputedStyle(one);
      return ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
    };
    const before = document.activeElement;
    for (const one of document.querySelectorAll("main .button, main .input, main select, main textarea")) {
      if (!one.checkVisibility() || one.disabled) continue;
      if (!shown(one)) found.push(`no edge: ${one.outerHTML.slice(0, 120)}`);
      one.focus({ preventScroll: true });
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 1) found.push(`no focus is seen on ${one.outerHTML.slice(0, 120)}`);
    }
    before?.focus?.({ preventScroll: true });
    return found;
  });
  await page.emulateMedia({ forcedColors: null });
  return found;
}

/** What does nothing where the page's program does not run: buttons outside a form, forms that lead nowhere. */
export function dead(page) {
  return page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll("button")) {
      if (one.checkVisibility() && (!one.form || one.type === "button")) found.push(`outside a form: ${one.outerHTML.slice(0, 120)}`);
    }
    for (const form of document.forms) {
      if (!form.getAttribute("action")) found.push(`leads nowhere: ${form.outerHTML.slice(0, 120)}`);
      const sends = [...form.elements].some((one) => one.matches("button:not([type=button]), input[type=submit]"));
      if (!sends) found.push(`cannot be sent: ${form.outerHTML.slice(0, 120)}`);
    }
    for (const link of document.querySelectorAll("a")) {
      if (link.checkVisibility() && !link.getAttribute("href")) found.push(`a link that leads nowhere: ${link.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}
