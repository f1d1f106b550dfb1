// The archive's contents (第七条): one pupil's marks and files, a class's sheet in the page and by Excel, and what the reader opened
// stays open while the page follows changes. At a desk with JavaScript and on a phone without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileMark, picture } from "../support/archive.js";
import { acting, onDisk, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "archive");

const school = "2132000202";

for (const way of [ways[0], ways[3]]) {
  test(`档案内容登记、材料、撤销（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/pupils");
      const links = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
      await links.nth(way === ways[0] ? 0 : 1).click();
      await who.sees("学籍情况");
      const path = new URL(who.page.url()).pathname;
      await who.go(`${path}/archive`);
      await who.sees("档案完整度");
      await who.page.locator("summary").filter({ hasText: "登记学业考试成绩" }).click();
      await who.page.locator("#values-exam__subject").selectOption("语文");
      await who.page.locator("#values-exam__mark").fill("一百");
      const form = who.page.locator("form").filter({ has: who.page.locator("#values-exam__mark") });
      await form.getByRole("button", { name: "归档" }).click();
      await who.sees("请选择学期");
      assert.equal(await who.page.locator("#values-exam__mark").inputValue(), "一百", "what was typed stays");
      await who.look("archive-wrong");
      await who.page.locator("#values-exam__period").selectOption({ index: 2 });
      await who.page.locator("#values-exam__mark").fill("95.50");
      await who.page.locator("#category").selectOption("awards");
      await form.getByRole("button", { name: "归档" }).click();
      await who.sees("学业考试成绩已归档");
      await who.sees("95.5");
      // The page has drawn itself again; without scripts it was loaded again.
      if (way.script) assert.equal(await who.page.locator("#category").inputValue(), "awards", "what was chosen stays");

      await who.page.locator("#category").selectOption("awards");
      await who.page.locator("#title").fill("作文比赛奖状");
      await who.choose(picture);
      await who.page.locator("#files").getByRole("button", { name: "归档" }).click();
      await who.sees("材料已检查、加密并归档");
      const link = who.page.getByRole("link", { name: "作文比赛奖状" }).first();
      const answer = await who.page.request.get(new URL(await link.getAttribute("href"), who.page.url()).href);
      assert.equal(answer.headers()["content-type"], "image/png");
      await who.look("archive");

      const row = who.page.locator("#awards li").filter({ hasText: "作文比赛奖状" });
      await row.locator("summary").click();
      await row.getByRole("button", { name: "撤销" }).click();
      await who.sees("没有填写撤销的原因");
      // With scripts the page did not load again, and what was open still is.
      if (!(await row.locator("input[name=reason]").isVisible())) await row.locator("summary").click();
      await row.locator("input[name=reason]").fill("传错了人");
      await row.getByRole("button", { name: "撤销" }).click();
      await who.sees("已撤销，原内容和原因保留");
      assert.equal(await who.page.getByRole("link", { name: "作文比赛奖状" }).count(), 0);
      await who.go(`${path}/timeline`);
      await who.sees("档案材料撤销");
    });
  });

  test(`按班级归档，页面和 Excel（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/archive/class");
      await who.page.locator("#class").selectOption({ index: way === ways[0] ? 1 : 2 });
      await who.page.locator("#kind").selectOption("fitness");
      await who.press("继续", "显示登记表");
      await who.page.locator("#period").selectOption({ index: 1 });
      await who.press("显示登记表", "保存登记表");
      const cell = (row, label) => who.page.locator("tbody tr").nth(row).getByLabel(label);
      await cell(0, "身高（厘米）").fill("12.25");
      await cell(0, "体重（千克）").fill("25");
      await cell(0, "等级").selectOption("良好");
      await cell(1, "身高（厘米）").fill("128.5");
      await cell(1, "体重（千克）").fill("26");
      await cell(1, "等级").selectOption("优秀");
      await who.press("保存登记表", "已归档 1 人");
      await who.sees("身高应为");
      await who.look("archive-class");
      await cell(0, "身高（厘米）").fill("122.5");
      await who.press("保存登记表", "已归档 1 人，1 人的内容没有变化");

      const [download] = await Promise.all([
        who.page.waitForEvent("download"),
        who.page.getByRole("link", { name: "下载登记表" }).click(),
      ]);
      const file = await download.path();
      await who.page.locator("summary").filter({ hasText: "上传填好的登记表" }).click();
      await who.choose({
        name: "登记表.xlsx",
        buffer: await (await import("node:fs/promises")).readFile(file),
      });
      await who.press("读取", "请核对后保存");
      assert.equal(await cell(0, "身高（厘米）").inputValue(), "122.5", "what was filed came out and went in again");
    });
  });
}

test("读者展开的内容、选好的文件在页面跟随变化时还在", async () => {
  const way = ways[0];
  await as(way, `${school}.registrar`, async (who) => {
    await who.go("/pupils");
    const link = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").first();
    const href = await link.getAttribute("href");
    const feed = who.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
    await who.go(`${href}/info`);
    await feed;
    const desk = await who.page.context().newPage();
    await desk.goto(new URL(`${href}/archive`, who.page.url()).href);
    await desk.locator("#file").setInputFiles(onDisk(picture));
    const block = who.page.locator("details").filter({ hasText: "联系信息" });
    await block.locator("summary").click();
    // In a third tab something is filed into this archive: the page asks again for what it shows.
    const refetched = who.page.waitForResponse((answer) => answer.url().endsWith("/api/record_info"));
    const other = await who.page.context().newPage();
    await other.goto(new URL(`${href}/archive`, who.page.url()).href);
    await fileMark(other, "数学", "88");
    await other.getByText("学业考试成绩已归档").waitFor();
    await other.close();
    await refetched;
    await who.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await block.getAttribute("open"), "", "still open");
    assert.equal(await desk.locator("#file").evaluate((control) => control.files.length), 1, "still chosen");
    await desk.locator("#title").fill("户口簿");
    await desk.locator("#files").getByRole("button", { name: "归档" }).click();
    await desk.getByText("材料已检查、加密并归档").waitFor();
    await desk.close();
  });
});

for (const way of [ways[0], ways[3]]) {
  test(`档案完整情况，学校和班级（${way.name}）`, async () => {
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/home");
      await who.follow("档案完整情况", "各班情况");
      await who.sees("应归档的材料和记录");
      await who.look("filled");
      await who.page.locator("#classes").getByRole("link").first().click();
      await who.sees("缺项名单");
      await who.sees("户籍证明或身份证明");
      await who.look("filled-class");
    });
  });
}
