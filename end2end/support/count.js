// What a task costs whoever does it: every act with mouse and keyboard is done through this hand and counted. Seconds are the machine's and
// are not counted.
import assert from "node:assert/strict";
import { onDisk } from "./browser.js";

/**
 * The hand of somebody who works with the mouse and knows where everything is. Counted are
 *
 * - presses: each click. A field is clicked before it is typed into; of a list it is clicked and then what is chosen; of a file the button
 *   and then the file in the system's own window;
 * - fields: controls that were filled;
 * - keys: characters typed, of a day its eight digits. A Chinese character counts one key, whatever an input method asks for;
 * - pages: how often another address stood in the browser.
 */
export function hand(who) {
  const { page } = who;
  const count = { presses: 0, fields: 0, keys: 0, pages: 0 };
  let at = page.url();
  const changed = (frame) => {
    if (frame !== page.mainFrame() || frame.url() === at) return;
    at = frame.url();
    count.pages += 1;
  };
  page.on("framenavigated", changed);

  const press = async (what) => {
    count.presses += 1;
    await what.click();
  };
  const button = (name) => page.getByRole("button", { name, exact: typeof name === "string" }).filter({ visible: true }).first();

  return {
    press,
    /** Presses a button and waits for words of what comes then. */
    async button(name, then, within) {
      await press(within ? within.getByRole("button", { name, exact: typeof name === "string" }).first() : button(name));
      // Many that are decided at once, and files that are read, take their time.
      if (then) await page.getByText(then).filter({ visible: true }).first().waitFor({ timeout: 60_000 });
    },
    /** Follows a link; one that is folded away in a menu is unfolded first, which is a press of its own. */
    async follow(name, then) {
      const link = page.getByRole("link", { name, exact: true });
      const folded = page.locator("details:not([open])").filter({ has: page.getByRole("link", { name, exact: true, includeHidden: true }) });
      await link.or(folded).first().waitFor({ state: "attached" });
      if ((await link.count()) === 0) await press(folded.first().locator("summary").first());
      await press(link.first());
      if (then) await page.getByText(then).filter({ visible: true }).first().waitFor();
    },
    /** Unfolds what is folded away under words. */
    unfold: (words) => press(page.locator("summary").filter({ hasText: words }).first()),
    /** Types into a field. */
    async type(field, text) {
      const control = page.locator(field);
      await press(control);
      await control.fill(text);
      count.fields += 1;
      count.keys += [...text].length;
    },
    /** Types a day: its digits. */
    async day(field, day) {
      const control = page.locator(field);
      await press(control);
      await control.fill(day);
      count.fields += 1;
      count.keys += day.replaceAll("-", "").length;
    },
    /** Chooses of a list. */
    async choose(field, option) {
      const control = typeof field === "string" ? page.locator(field) : field;
      // A list of the browser's own is no part of the page: it is clicked, and what is chosen is clicked.
      count.presses += 2;
      count.fields += 1;
      await control.selectOption(option);
    },
    /** Types the beginning of a place and chooses it among those that are offered. */
    async place(field, name) {
      await this.type(field, name);
      await press(page.locator(`${field}-options`).getByRole("option").filter({ hasText: name }).first());
    },
    /** Ticks a box or chooses by the words beside it. */
    async tick(words) {
      await press(page.locator("label.choice-label").filter({ hasText: words }).first());
      count.fields += 1;
    },
    /** Ticks a box or chooses by the words beside it, found otherwise. */
    async mark(label) {
      await press(label);
      count.fields += 1;
    },
    /** Chooses a file. */
    async file(file) {
      count.presses += 2;
      count.fields += 1;
      await page.locator("#file").setInputFiles(onDisk(file));
    },
    /** Takes a file away, and gives its bytes. */
    async download(name) {
      const arrives = page.waitForEvent("download");
      await press(page.getByRole("link", { name }).first());
      const chunks = [];
      for await (const chunk of await (await arrives).createReadStream()) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    /** Ends the count. */
    done() {
      page.off("framenavigated", changed);
      assert.ok(count.presses >= 0);
      return { ...count };
    },
  };
}
