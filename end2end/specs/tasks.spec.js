// The ten main tasks of registrars and officials, each walked by the shortest way with the mouse, from the page one comes to after signing
// in, and counted: presses, fields, keys, pages. What was counted goes to output/tasks.json; tasks.json holds the counts that were kept and
// the presses that no task may pass. `make usability` keeps the counts of today and writes them into docs/usability.md.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { acting, found, open, ways } from "../support/browser.js";
import { child, enterByWorkbook, fill, filledClass, mended, residentId, template } from "../support/children.js";
import { hand } from "../support/count.js";

const TABLE = new URL("../tasks.json", import.meta.url);
const COUNTED = new URL("../output/tasks.json", import.meta.url);
const PROOF = new URL("../../server/src/demo/household_register.png", import.meta.url).pathname;
const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const today = day(0);
/** The year in which the present school year began. */
const schoolYear = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) >= 9 ? 0 : 1);

let browser;
const counts = {};
before(async () => (browser = await open()));
after(async () => {
  await browser.close();
  writeFileSync(COUNTED, `${JSON.stringify(counts, null, 2)}\n`);
});

/** Does what is not counted: what is there before the task begins. */
const prepared = (login, what) => acting(browser, ways[0], login, what, "tasks");

/** A task, or one person's part of it, from the page this person comes to. Parts of one task are added up. */
async function task(key, login, walk) {
  await acting(
    browser,
    ways[0],
    login,
    async (who) => {
      await who.page.locator("body[data-running]").waitFor();
      const own = hand(who);
      await walk(own, who);
      const counted = own.done();
      const sum = counts[key] ?? { presses: 0, fields: 0, keys: 0, pages: 0 };
      counts[key] = Object.fromEntries(Object.entries(sum).map(([what, n]) => [what, n + counted[what]]));
    },
    `tasks-${key}`,
  );
}

/** A child in school of a grade about whom nothing is under way: name and address. */
async function free(who, grade) {
  await who.go("/pupils");
  await who.page.locator("#grade").selectOption({ label: grade });
  await who.press("查询", grade);
  await found(who, grade);
  const links = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
  for (const path of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))) {
    await who.go(path);
    await who.sees("学籍情况");
    if ((await who.page.getByText("正在办理").count()) === 0) return { path, name: (await who.page.locator("h1").innerText()).trim() };
  }
  throw new Error(`something is under way about every child of ${grade}`);
}

/** Finds a child by the search of the header and opens the record. */
async function find(own, who, { name, path }) {
  await own.type("#find-pupil", name);
  await own.button("找学生");
  await own.press(who.page.locator(`main table a[href="${path}"]`).first());
  await who.sees("学籍情况");
}

/** The case that was opened a moment ago: what its address ends with. */
async function opened(who) {
  await who.page.getByRole("heading", { level: 1 }).filter({ hasText: /\d{17}/ }).waitFor();
  return new URL(who.page.url()).pathname.split("/").pop();
}

/** Agrees to a case that lies on the desk. */
async function agree(own, who, id) {
  await own.press(who.page.locator(`.matter-link[href*="${id}"]`));
  await who.page.locator(".desk-pane").getByRole("heading", { name: "审核意见" }).waitFor();
  await own.tick(/^同意$/);
  await own.button("提交意见", "已提交您的审核意见");
}

test("导入一个班：四十人，十二行有错，找出、改好、录入", async () => {
  const { right, typed, faults } = filledClass("320102", "夏侯", 40);
  await task("import_class", "2132000102.registrar", async (own, who) => {
    await own.follow("批量导入", "下载导入模板");
    const template = await own.download("下载导入模板");
    const bring = async (link, buffer, n) => {
      await own.follow(link, "这批学生的入学日期");
      await own.day("#entry_date", today);
      await own.file({ name: "一年级1班.xlsx", buffer });
      await own.button("上传并检查", `录入可录入的 ${n} 名学生`);
      await own.button(`录入可录入的 ${n} 名学生`, "录入的学生已提交学校主管领导审核");
    };
    await bring("上传填好的模板", await fill(template, typed), right.length - faults);
    await who.sees("需要处理的行");
    // What is mended in the workbook is mended there: it is no work with this system's pages.
    const back = await mended(await own.download(/下载未通过的行/), right);
    assert.equal(back.rows, faults);
    await bring("上传改好的文件", back.bytes, faults);
  });
});

test("导入的文件有一行错误，在页面上改正、录入", async () => {
  const [right, other] = [child("320102", "皇甫一鸣", "2019-10-12", 471), child("320102", "皇甫一心", "2019-11-13", 474)];
  await prepared("2132000102.registrar", async (who) => {
    const buffer = await fill(await template(who), [right, { ...other, 身份证件号: "320102201901010021" }]);
    await who.go("/imports/new");
    await who.page.locator("#entry_date").fill(today);
    await who.choose({ name: "插班两名.xlsx", buffer });
    await who.press("上传并检查", "检查结果");
    await who.page.getByRole("button", { name: "录入可录入的 1 名学生" }).waitFor({ timeout: 60_000 });
  });
  await task("mend_row", "2132000102.registrar", async (own, who) => {
    await own.follow("批量导入", "下载导入模板");
    await own.press(who.page.getByRole("link", { name: "插班两名.xlsx" }).first());
    const row = who.page.locator("#report").getByRole("row").filter({ hasText: other.姓名 }).first();
    await own.press(row.getByRole("link", { name: /^改正/ }));
    await who.sees("需要改正的项目");
    await own.type("#values-id_number", other.身份证件号);
    await own.button("保存并检查这一行", "这一行已改正，通过了检查，可以录入");
    await own.button("录入可录入的 2 名学生", "录入的学生已提交学校主管领导审核");
  });
});

test("单个录入一名学生：只填必填项", async () => {
  const birth = `${schoolYear - 7}-10-12`;
  await task("enter_child", "2132000104.registrar", async (own, who) => {
    const item = (name) => `#values-${name}`;
    await own.follow("单个录入", "录入一名学生");
    await own.day(item("entry_date"), today);
    await own.type(item("name"), "端木知夏");
    await own.choose(item("sex"), "2");
    await own.day(item("birth_date"), birth);
    await own.place(item("birth_place"), "秦淮区");
    await own.type(item("native_place"), "江苏省南京市");
    await own.choose(item("ethnicity"), "01");
    await own.choose(item("nationality"), "CHN");
    await own.choose(item("id_kind"), "1");
    await own.type(item("id_number"), residentId("320104", birth, 460));
    await own.choose(item("hmt_status"), "00");
    await own.choose(item("health"), "10");
    await own.place(item("hukou_place"), "秦淮区");
    await own.choose(item("hukou_kind"), "3");
    await own.choose(item("grade"), { label: "小学一年级" });
    await own.type(item("class_name"), "1班");
    await own.type(item("entry_month"), `${schoolYear}09`);
    await own.choose(item("entry_mode"), "11");
    await own.choose(item("attendance"), "1");
    await own.type(item("current_address"), "文昌巷9号101室");
    await own.tick("通信地址与现住址相同");
    await own.tick("家庭地址与现住址相同");
    await own.type(item("phone"), "13800020468");
    await own.type(item("postcode"), "210000");
    for (const one of ["only_child", "preschool"]) await own.choose(item(one), "1");
    for (const one of ["left_behind", "migrant", "orphan", "martyr", "needs_aid", "gets_aid"]) await own.choose(item(one), "0");
    await own.type(item("member1_name"), "端木建国");
    await own.choose(item("member1_kinship"), "51");
    await own.tick("成员一现住址与学生现住址相同");
    await own.type(item("member1_phone"), "13800020468");
    await own.choose(item("member1_guardian"), "1");
    const required = who.page.locator("main [aria-required=true]");
    const empty = await required.evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.value === "").map((one) => one.id));
    assert.deepEqual(empty, [], "what has to be filled is filled");
    await own.button("提交");
    await opened(who);
  });
});

test("查到一名学生，打开学籍档案", async () => {
  let pupil;
  await prepared("2132000104.registrar", async (who) => (pupil = await free(who, "小学五年级")));
  await task("find_child", "2132000104.registrar", (own, who) => find(own, who, pupil));
});

test("办理三十一名新生的建籍：学校主管领导、县级学籍管理员", async () => {
  const [SCHOOL, COUNTY] = ["2151000104", "510107"];
  let waiting;
  await prepared(`${SCHOOL}.leader`, async (who) => {
    await who.go("/desk?kind=registration");
    waiting = await who.page.locator(".matter").count();
  });
  await prepared(`${SCHOOL}.registrar`, async (who) => {
    const names = [..."甲乙丙丁戊己庚辛"].flatMap((one) => [..."子丑寅卯"].map((two) => `澹台${one}${two}`)).slice(0, 31 - waiting);
    const birth = (n) => `2019-${String(1 + (n % 9)).padStart(2, "0")}-${String(1 + (n % 27)).padStart(2, "0")}`;
    await enterByWorkbook(who, names.map((name, n) => child(COUNTY, name, birth(n), 201 + n * 2)));
  });
  for (const [key, login] of [["approve_leader", `${SCHOOL}.leader`], ["approve_county", `${COUNTY}.registrar`]]) {
    await task(key, login, async (own, who) => {
      await own.press(who.page.locator(".kinds").getByRole("link", { name: /学籍建立/ }));
      await who.page.waitForURL((url) => url.searchParams.get("kind") === "registration");
      await who.page.locator(".matter-kind").filter({ hasNotText: "学籍建立" }).first().waitFor({ state: "detached" });
      const all = await who.page.locator(".matter").count();
      assert.ok(all >= 31, `so many wait: ${all}`);
      await own.button("全选本页", `已选 ${all} 件`);
      await own.button("办理所选", "一并办理");
      await who.page.waitForURL((url) => url.pathname === "/desk/many");
      await own.tick(/^同意$/);
      await own.button("提交意见", `已同意 ${all} 件`);
    });
  }
});

test("转学：转入学校、转出学校、县级各办自己的一段", async () => {
  const [FROM, TO, COUNTY] = ["2132000101", "2132000102", "320102"];
  let pupil;
  let number;
  let id;
  await prepared(`${FROM}.registrar`, async (who) => {
    pupil = await free(who, "小学三年级");
    await who.go(`${pupil.path}/info`);
    await who.page.locator("details").filter({ has: who.page.locator("#reason") }).locator("summary").click();
    await who.page.locator("#reason").fill("办理转学核对学籍号");
    await who.press("查看", "学籍号：");
    number = (await who.page.getByText(/^学籍号：[GLJ]/).innerText()).replace("学籍号：", "");
  });
  await task("transfer_receiving", `${TO}.registrar`, async (own, who) => {
    await own.follow("学籍变动", "本校学籍变动的办理入口");
    await own.follow("转入学生", "学籍号或身份证件号");
    await own.type("#values-number", number);
    await own.type("#values-name", pupil.name);
    await own.day("#values-on", today);
    await own.choose("#values-transfer_ground", { label: "家庭住址变动" });
    await own.type("#values-class_name", "2班");
    await own.tick("监护人书面申请");
    await own.tick("居住证明");
    await own.button("提交本校主管领导审核", "变动内容");
    id = await opened(who);
  });
  for (const [key, login] of [
    ["transfer_receiving", `${TO}.leader`],
    ["transfer_giving", `${FROM}.registrar`],
    ["transfer_giving", `${FROM}.leader`],
    ["transfer_county", `${COUNTY}.registrar`],
    ["transfer_county", `${COUNTY}.leader`],
  ]) {
    await task(key, login, (own, who) => agree(own, who, id));
  }
});

test("柜台受理一项更正", async () => {
  let pupil;
  await prepared("2132000202.registrar", async (who) => (pupil = await free(who, "小学四年级")));
  await task("counter", "2132000202.registrar", async (own, who) => {
    await find(own, who, pupil);
    await own.follow("受理更正申请", "申请途径");
    await own.tick(/^书面申请$/);
    await own.mark(who.page.locator("label[for=applicant]"));
    await own.day("#dated", day(-1));
    await own.button("继续", "要更正哪些信息");
    await own.tick(/^籍贯$/);
    await own.button("继续", "应改为");
    await own.type("#value", "浙江省绍兴市");
    await own.button("继续", "上传证明材料");
    await own.file(PROOF);
    await own.button("上传这份材料", "已上传的材料");
    await own.follow("材料齐了，继续", "请核对后提交");
    await own.tick(/我已核对证明材料的原件/);
    await own.button("提交申请");
    await opened(who);
  });
});

test("办理一名学生休学", async () => {
  let pupil;
  await prepared("2132000201.registrar", async (who) => (pupil = await free(who, "小学三年级")));
  await task("suspend", "2132000201.registrar", async (own, who) => {
    await find(own, who, pupil);
    await own.follow("休学", "休学期间学校保留学籍");
    await own.day("#values-on", today);
    await own.day("#values-until", day(120));
    await own.choose("#values-suspension_ground", { label: "疾病或意外伤害" });
    await own.tick("监护人书面申请");
    await own.tick("县级以上医院的诊断或病历材料");
    await own.button("提交本校主管领导审核", "变动内容");
    await opened(who);
  });
});

test("打印班级花名册", async () => {
  await task("roster", "2132000202.registrar", async (own, who) => {
    await own.follow("打印登记", "按班级打印");
    await own.unfold("按班级打印");
    await own.choose("#class", { index: 1 });
    await own.button("打印班级花名册", "打印情况");
    // The browser's own window of printing is no part of the page.
    await who.page.evaluate(() => (window.print = () => (document.body.dataset.printed = "")));
    await own.button("打印");
    await who.page.locator("body[data-printed]").waitFor();
  });
});

test("打印全班的学籍卡，合成一个文件", async () => {
  await task("class_cards", "2132000202.registrar", async (own, who) => {
    await own.follow("打印登记", "按班级打印");
    await own.unfold("按班级打印");
    await own.choose("#class", { index: 1 });
    await own.button("打印学生的表、卡", "打印全班或所选学生");
    await own.choose("#kind", { label: "学籍卡" });
    await own.button("合成一个文件", "学籍卡目录");
    await who.page.evaluate(() => (window.print = () => (document.body.dataset.printed = "")));
    await own.button("打印");
    await who.page.locator("body[data-printed]").waitFor();
  });
});

test("办理一个班毕业，一名结业", async () => {
  // A class of the sixth grade in which two or more can be sent. How many they are makes no difference to the presses.
  let place;
  for (const school of ["3132000105", "3451000105", "2151000104"]) {
    if (place) break;
    await prepared(`${school}.registrar`, async (who) => {
      await who.go("/completions");
      await who.page.locator("#classes tbody tr").first().waitFor();
      const found = await who.page.evaluate(() => {
        const lines = [...document.querySelectorAll("#classes tbody tr")];
        const told = lines.map((line) => ({ name: line.querySelector("th").textContent.trim(), left: Number(line.querySelector("td").textContent.replaceAll(",", "")) }));
        return told.find(({ name, left }) => name.startsWith("小学六年级") && left >= 2);
      });
      if (found) place = { school, ...found };
    });
  }
  assert.ok(place, "a class of two that can be sent");
  await task("graduate", `${place.school}.registrar`, async (own, who) => {
    await own.follow("学籍变动", "本校学籍变动的办理入口");
    await own.follow("毕业、结业办理", "先选班级");
    await own.follow(place.name, "没有另选结果的学生按本班结果办理");
    await own.choose("#class_outcome", { label: "毕业" });
    await own.day("#on", today);
    const rows = who.page.locator("#class tbody").getByRole("row").filter({ has: who.page.locator("select") });
    assert.equal(await rows.count(), place.left, "the list told how many can be sent");
    await own.choose(rows.first().locator("select").first(), { label: "结业" });
    await own.tick("已查验并留存每名学生");
    await own.type("#note", "秋季补办上学年毕业手续");
    // What is sent is checked first: with one of them refused nothing would be.
    await own.button("提交本校主管领导审核", `已提交 ${place.left} 名学生`);
  });
});

test("看这一周有什么到期", async () => {
  await task("due", "320102.registrar", async (own, who) => {
    await who.page.locator(".matter").first().waitFor();
    const told = await who.page.locator(".matter-day").allInnerTexts();
    const dates = told.map((words) => words.match(/(\d+)年(\d+)月(\d+)日/)).filter(Boolean);
    const days = dates.map(([, year, month, day]) => Number(year) * 10_000 + Number(month) * 100 + Number(day));
    assert.ok(days.length >= 2, `due days are told: ${told}`);
    assert.deepEqual(days, [...days].sort((a, b) => a - b), "what is due first stands first");
    const { y, height } = await who.page.locator(".matter-due").first().boundingBox();
    assert.ok(y + height < who.page.viewportSize().height, "and is seen without moving the page");
  });
});

test("按的次数不超过表上的数，表上的数就是今天数的", () => {
  const { tasks } = JSON.parse(readFileSync(TABLE, "utf8"));
  assert.deepEqual(Object.keys(counts).sort(), tasks.map((row) => row.key).sort(), "every task was walked to its end");
  const wrong = [];
  for (const { key, bound, presses } of tasks) {
    const now = counts[key].presses;
    if (now > bound) wrong.push(`${key}: ${now} presses, ${bound} at most`);
    // `make usability` keeps today's counts; at any other time the table has to say what is so.
    if (process.env.XUEJI_COUNTS !== "new" && now !== presses) wrong.push(`${key}: ${now} presses, the table says ${presses}: make usability`);
  }
  assert.deepEqual(wrong, []);
});
