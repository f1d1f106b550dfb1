// A guardian's account as it comes about: the school's registrar prints a code, its leader releases it, the guardian signs up with
// the name and the telephone that stand in the record.
import { acting } from "./browser.js";

/** Who stands first as a guardian in the record that is open: the name where codes are printed, the telephone looked up with a reason. */
export async function guardianOnRecord(who) {
  const path = new URL(who.page.url()).pathname;
  await who.go(`${path}/info`);
  await who.page.locator("details").filter({ has: who.page.locator("#item") }).locator("summary").click();
  await who.page.locator("#item").selectOption({ label: "成员一联系电话" });
  await who.page.locator("#reason").fill("为家长核对登记的手机号");
  await who.press("查看", /^成员一联系电话：1/);
  const phone = (await who.page.getByText(/^成员一联系电话：1\d{10}$/).first().innerText()).replace("成员一联系电话：", "");
  await who.go(`${path}/binding`);
  const entry = await who.page.locator("#print label.choice-label").first().innerText();
  return { name: entry.split(/[（ ]/)[0].trim(), phone };
}

/** Prints a code for the first guardian, as the school's registrar on any page of the record. */
export async function printCode(who, path) {
  await who.go(`${path}/binding`);
  return pressForCode(who);
}

/** The same on the page where codes are printed. The slip of a code that was printed a moment ago still lies there. */
export async function pressForCode(who) {
  const slip = who.page.locator(".code-display");
  const before = (await slip.count()) ? (await slip.textContent()).trim() : undefined;
  await who.press("打印绑定码", "致学生家长");
  if (before) await slip.filter({ hasNotText: before }).waitFor();
  return (await slip.textContent()).trim();
}

/** Releases the newest code for the child with this page, as somebody else of the school. */
export async function releaseCode(who, path) {
  await who.go(`${path}/binding`);
  await who.pressAgain(who.page.locator("#codes").getByRole("button", { name: "核发" }).first(), "已核发");
}

/** The whole of it: a code that works. */
export async function codeFor(browser, way, school, path, pictures) {
  let code;
  await acting(browser, way, `${school}.registrar`, async (who) => (code = await printCode(who, path)), pictures);
  await acting(browser, way, `${school}.leader`, (who) => releaseCode(who, path), pictures);
  return code;
}

/** Answers one question of signing up, and waits for the next page. */
export async function answerStep(who, field, value, then) {
  await who.page.locator(`input#${field}`).fill(value);
  await who.press("继续", then);
}

/** Types the password twice and sends everything. */
export async function choosePassword(who, then, password = "Bridge-Willow-58") {
  for (const field of ["#password", "#repeat"]) await who.page.locator(field).fill(password);
  await who.press("注册", then);
}

/** Goes from question to question and signs up. */
export async function signUp(who, { name, phone }, code, password = "Bridge-Willow-58") {
  await who.go("/guardian/sign-up");
  await answerStep(who, "code", code, "第 2 步，共 4 步");
  await answerStep(who, "phone", phone, "第 3 步，共 4 步");
  await answerStep(who, "name", name, "核对并设置密码");
  await choosePassword(who, "已收到", password);
}
