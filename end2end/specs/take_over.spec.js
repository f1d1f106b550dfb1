// 存量数据接管 on its page: one system administrator of the nation sends a file, faults are told and nobody comes; another one releases
// a file that is right, it runs in the background, is reconciled, and is undone by two. A county sees the list and begins nothing.
import assert from "node:assert/strict";
import ExcelJS from "exceljs";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";
import { child, template } from "../support/children.js";

const SCHOOL = "2132000101";
const FIRST = "nation.system";
const SECOND = "nation.system2";
const TOLD = "已与原系统核实";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "take-over");

/** The day on which the school year that is now began. */
function began() {
  const now = new Date(Date.now() + 8 * 3_600_000);
  return `${now.getUTCMonth() >= 8 ? now.getUTCFullYear() : now.getUTCFullYear() - 1}-09-01`;
}

/** The pupils as the other register writes them: what the template's sample says of everybody, and each one's own. */
async function csv(bytes, children) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const sheet = book.getWorksheet("学生信息");
  const common = {};
  sheet.getRow(1).eachCell((cell, column) => {
    common[String(cell.value).replace("★", "")] = column > 1 ? sheet.getRow(2).getCell(column).text : "";
  });
  const rows = children.map((one) => ({
    ...common,
    ...one,
    学籍号: `G${one.身份证件号}`,
    学校标识码: SCHOOL,
    学籍状态: "在读",
    入学日期: began(),
    查重说明: TOLD,
  }));
  const headings = Object.keys(rows[0]);
  const cell = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading]))];
  return { name: "名册.csv", buffer: Buffer.from(lines.map((line) => line.map(cell).join(",")).join("\r\n")) };
}

/** Waits for words that come by themselves, asking again as a person would. */
async function settled(who, words) {
  for (let turn = 0; turn < 60; turn++) {
    if (await who.page.getByText(words, { exact: true }).filter({ visible: true }).count()) return;
    await who.page.reload();
  }
  throw new Error(`never saw ${words}`);
}

/** Sends a file, and gives the address of its take-over once it was looked through. */
async function sent(who, file) {
  await who.go("/take-over");
  await who.follow("上传学生名册", "上传后先逐行检查");
  await who.page.locator("#source").fill("江苏省中小学学籍管理系统（端到端检查）");
  await who.choose(file);
  await who.press("上传并检查", "核对码");
  await settled(who, "已检查");
  return new URL(who.page.url()).pathname;
}

async function undoes(who, words, then) {
  await who.page.locator('[name="reason[undo]"]').fill(words);
  await who.press("撤销这一批", then);
}

for (const [way, surname, serial] of [[ways[0], "闻人", 410], [ways[2], "澹台", 430]]) {
  describe(`存量数据接管（${way.name}）`, { concurrency: false }, () => {
    const step = steps(test);
    const pupils = [
      child("320102", `${surname}甲`, "2019-10-11", serial),
      child("320102", `${surname}乙`, "2019-10-12", serial + 1),
    ];
    let bytes;
    let path;

    step("县级系统管理员只看得到列表", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => (bytes = await template(who)));
      await as(way, "320102.system_admin", async (who) => {
        await who.go("/take-over");
        await who.sees("把原有学籍系统里的学生接管到本系统");
        assert.equal(await who.page.getByRole("link", { name: "上传学生名册" }).count(), 0);
        const answer = await who.page.request.get(new URL("/take-over/new", who.page.url()).href);
        assert.equal(answer.status(), 403);
        assert.ok((await answer.text()).includes("存量数据接管只由国家级、省级的系统管理员办理"));
      });
    });

    step("有一行不对，一名学生也不接管，一个人就能撤销", async () => {
      const [one, two] = pupils;
      await as(way, FIRST, async (who) => {
        path = await sent(who, await csv(bytes, [one, { ...two, 性别: "雄" }]));
        await who.sees("有错误");
        await who.look("take-over-faults");
      });
      await as(way, SECOND, async (who) => {
        await who.go(path);
        await who.sees("撤销的理由");
        assert.equal(await who.page.getByRole("button", { name: /放行/ }).count(), 0, "what is wrong is not released");
        await undoes(who, "", "没有写明撤销的理由");
        assert.equal(await who.page.locator('[name="reason[undo]"]').getAttribute("aria-invalid"), "true", "it is told beside its field");
        await undoes(who, "有一行性别不对，重新导出", "正在撤销这一批。");
        assert.equal(await who.page.getByText("还须另一名系统管理员撤销").count(), 0, "nobody else is asked");
        await settled(who, "已撤销");
      });
    });

    step("改好以后另一人放行，后台接管，对账相符", async () => {
      await as(way, FIRST, async (who) => {
        path = await sent(who, await csv(bytes, pupils));
        assert.equal(await who.page.getByRole("button", { name: /放行/ }).count(), 0, "not by who sent it");
      });
      await as(way, SECOND, async (who) => {
        await who.go(path);
        await who.look("take-over-release");
        await who.press("已核对来源、文件、方案和行数，放行", "已放行。");
        await who.press("开始接管", "已开始接管。");
        await settled(who, "待对账");
        await who.press("对账", "对账相符，正在收尾。");
        await settled(who, "已完成");
        await who.look("take-over-finished");
      });
    });

    step("已有学生接管的，两个人才能撤销", async () => {
      await as(way, FIRST, async (who) => {
        await who.go(path);
        await undoes(who, "导出的不是最新数据", "还须另一名系统管理员撤销");
        assert.equal(await who.page.getByRole("button", { name: "撤销这一批" }).count(), 0, "not twice by one");
      });
      await as(way, SECOND, async (who) => {
        await who.go(path);
        await undoes(who, "同意，导出的不是最新数据", "正在撤销这一批。");
        await settled(who, "已撤销");
        await who.go("/take-over");
        await who.sees("已撤销");
        await who.look("take-over-list");
      });
    });
  });
}
