// 日常维护 and 调班 (第十三条): one pupil from the record, a class in the grid and by Excel, several pupils by ticks. At a desk with
// JavaScript and on a phone without.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import { acting, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "upkeep");


for (const way of [ways[0], ways[3]]) {
  // Each at a school of its own: classes are small, and one pupil leaves the class for good.
  const school = way === ways[0] ? "2132000202" : "2132000101";
  const nth = way === ways[0] ? 2 : 3;

  test(`维护一名学生的信息（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/pupils");
      await who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").nth(nth).click();
      await who.sees("学籍情况");
      const record = new URL(who.page.url()).pathname;
      await who.follow("维护信息", "学校直接维护的项目");
      await who.page.locator("#values-aux_number").fill(`FH-${nth}`);
      await who.page.locator("#values-phone").fill("12345");
      await who.press("保存", "联系电话不是有效的电话号码");
      assert.equal(await who.page.locator("#values-aux_number").inputValue(), `FH-${nth}`, "what was typed stays");
      await who.page.locator("#values-phone").fill("13800138000");
      await who.press("保存", "没有写明来源或原因");
      await who.page.locator("#values-reason").fill("家长来校告知");
      await who.press("保存", "已保存 2 项");
      await who.look("upkeep");
      await who.go(`${record}/timeline`);
      await who.sees("日常维护学籍信息");
      await who.sees("家长来校告知");
      assert.equal(await who.page.getByText("13800138000").count(), 0, "masked in the journal");
    });
  });

  test(`按班级维护，表格和 Excel（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/changes");
      await who.follow("班级信息维护", "项目（最多 6 项）");
      await who.page.locator("#class").selectOption({ index: 1 });
      await who.tick("学籍辅号");
      await who.tick("就读方式");
      await who.press("显示", "保存改动");
      const cell = (row, item) => who.page.locator("#grid tbody tr").nth(row).getByLabel(item);
      await cell(0, "学籍辅号").fill(`B-${nth}`);
      await who.press("保存改动", "已写入 1 名学生的改动");
      await who.look("upkeep-class");

      const [download] = await Promise.all([
        who.page.waitForEvent("download"),
        who.page.getByRole("link", { name: "下载信息表" }).click(),
      ]);
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(await readFile(await download.path()));
      const sheet = book.getWorksheet("学籍信息维护");
      assert.equal(sheet.getRow(1).getCell(4).value, "学籍辅号");
      sheet.getRow(3).getCell(4).value = `C-${nth}`;
      sheet.getRow(2).getCell(5).value = "飞来的";
      await who.page.locator("summary").filter({ hasText: "上传改好的信息表" }).click();
      await who.choose({ name: "信息表.xlsx", buffer: Buffer.from(await book.xlsx.writeBuffer()) });
      await who.press("上传核对", "文件中的改动");
      await who.sees(`C-${nth}`);
      await who.sees("就读方式不在代码表中");
      await who.look("upkeep-file");
      await who.page.locator("#file_reason").fill("班主任核对");
      await who.press("写入这些改动", "已写入 1 名学生的改动");
      // What is written is no longer among what the file would change; who was refused stays.
      await who.page.locator("#file-preview").getByText(`C-${nth}`).first().waitFor({ state: "detached" });
      await who.page.getByRole("button", { name: "不写入，去掉这个文件" }).click();
      await who.page.getByRole("heading", { name: "文件中的改动" }).waitFor({ state: "detached" });
      assert.equal(await cell(1, "学籍辅号").inputValue(), `C-${nth}`);
    });
  });

  test(`调班（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/upkeep/move");
      await who.page.locator("#class").selectOption({ index: 1 });
      await who.press("显示", "要调班的学生");
      await who.page.locator("#class_name").fill(`${100 - nth}班`);
      await who.page.locator("#reason").fill("均衡编班");
      await who.press("调班", "还没有选择学生");
      await who.page.locator("#people label").first().click();
      await who.page.locator("#class_name").fill(`${100 - nth}班`);
      await who.page.locator("#reason").fill("均衡编班");
      await who.press("调班", `现在没有${100 - nth}班`);
      await who.tick("可以新设班级");
      await who.press("调班", "已为 1 名学生调班");
      await who.look("upkeep-move");
    });
  });
}
