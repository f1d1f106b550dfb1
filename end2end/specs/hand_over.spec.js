// Many schools handed over by one act (第三条): the county founds two, the province chooses them and proposes, its leader and both counties
// decide, the system takes one after the other over; the page says how far each is, and the new county finds them. Then the divisions as
// they are and were.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "hand-over");

const [PROVINCE, FROM, TO] = ["320000", "320104", "320102"];
const NAMES = ["秦淮区划转第一小学", "秦淮区划转第二小学"];

describe("划转一批学校", { concurrency: false }, () => {
  const step = steps(test);
  const codes = [];
  let path;

  step("划出的区先有两所学校：小学和设有高中的特殊教育学校", async () => {
    await as(ways[0], `${FROM}.registrar`, async (who) => {
      await as(ways[1], `${FROM}.leader`, async (boss) => {
        for (const [n, name] of NAMES.entries()) {
          await who.go("/schools/propose?kind=found");
          await who.page.getByLabel("学校名称").fill(name);
          await who.page.getByLabel("办学类型").selectOption({ label: n ? "聋人学校" : "小学" });
          if (n) for (const stage of ["小学", "普通高中"]) await who.page.getByRole("checkbox", { name: stage, exact: true }).check();
          await who.page.getByLabel("学制").selectOption({ label: "六三制" });
          await who.page.getByLabel("批准文号").fill("秦教〔2026〕31号");
          await who.press("提交主管领导审批", "已提交主管领导审批。");
          if (n) await who.sees("小学、普通高中");
          await boss.go(new URL(who.page.url()).pathname);
          await boss.press("批准", "已批准并办理完成。");
          await who.go("/schools");
          const row = who.page.getByRole("row").filter({ hasText: name }).filter({ hasText: /\d{10}/ });
          codes.push((await row.first().innerText()).match(/\d{10}/)[0]);
        }
      });
    });
    assert.equal(new Set(codes).size, 2);
  });

  step("省级逐所勾选、预览、提出；缺一项时已填的都在", async () => {
    await as(ways[2], `${PROVINCE}.registrar`, async (who) => {
      await who.go("/schools/propose");
      await who.follow("划转一批学校：行政区划分设、合并或调整后，几所学校一并改由另一主管部门管理", "划出的主管部门");
      await who.page.getByLabel("划出的主管部门").selectOption(FROM);
      await who.press("继续", "划转的学校");
      await who.look("hand-over-choose");
      for (const code of codes) await who.tick(code);
      await who.page.getByLabel("划入的主管部门").selectOption(TO);
      await who.page.getByLabel("批准文号").fill("苏教〔2026〕7号");
      await who.press("提交主管领导审批", "没有填写生效日期");
      for (const code of codes) assert.ok(await who.page.getByRole("checkbox", { name: new RegExp(code) }).isChecked(), "what was ticked stays");
      await who.page.getByLabel("生效日期").fill("2026-01-01");
      await who.press("预览", "没有妨碍，可以提出。");
      await who.sees("有关主管部门也要同意并审批：秦淮区、玄武区。");
      await who.sees("逐校核对");
      await who.look("hand-over-preview");
      await who.press("提交主管领导审批", "已提交主管领导审批。");
      path = new URL(who.page.url()).pathname;
      assert.equal(await who.page.getByRole("button", { name: "批准", exact: true }).count(), 0, "the proposer does not approve");
    });
  });

  step("省级领导审批，划出、划入双方各由两人办理，系统逐校划转", async () => {
    const waits = "已办理，等待接收方主管部门同意。";
    await as(ways[1], `${PROVINCE}.leader`, async (who) => {
      await who.go(path);
      await who.press("批准", waits);
    });
    for (const login of [`${FROM}.registrar`, `${TO}.registrar`, `${FROM}.leader`]) {
      await as(ways[3], login, async (who) => {
        await who.go(path);
        await who.sees("逐校核对");
        await who.press("批准", waits);
      });
    }
    await as(ways[0], `${TO}.leader`, async (who) => {
      await who.go(path);
      await who.look("hand-over-decide");
      await who.press("批准", "已批准");
      // The page follows the runner by itself.
      for (const code of codes) await who.page.getByRole("row").filter({ hasText: code }).filter({ hasText: "已划转" }).waitFor();
      await who.sees("已完成");
      await who.look("hand-over-done");
      await who.page.getByRole("link", { name: NAMES[0], exact: true }).click();
      await who.sees("变更学籍主管部门");
      await who.follow("查看这一批学校", "逐校结果");
    });
  });

  step("学校在新主管部门的名册里，标识码不变，原主管部门不再有", async () => {
    await as(ways[1], `${TO}.registrar`, async (who) => {
      await who.go("/schools");
      for (const code of codes) await who.sees(code);
    });
    await as(ways[2], `${FROM}.registrar`, async (who) => {
      await who.go("/schools");
      await who.sees("本部门主管的学校");
      for (const code of codes) assert.equal(await who.page.getByRole("cell", { name: code, exact: true }).count(), 0);
    });
    await as(ways[3], "2132000201.registrar", async (who) => {
      const answer = await who.page.request.get(new URL(path, who.page.url()).href);
      assert.equal(answer.status(), 404, "a school that has no part in it");
    });
  });

  for (const way of ways) {
    step(`行政区划：逐级和按名称、代码查找（${way.name}）`, async () => {
      await as(way, `${PROVINCE}.registrar`, async (who) => {
        await who.go("/schools");
        await who.follow("行政区划", "省、市、县、乡镇的代码和名称");
        await who.follow("南京市", "320104");
        await who.page.getByLabel("代码或名称").fill("秦淮");
        await who.press("查询", "320104");
        await who.look("divisions");
        await who.go("/divisions?below=510000");
        await who.sees("没有找到");
      });
    });
  }

  step("国家级登记省级单位，看各省", async () => {
    await as(ways[0], "nation.registrar", async (who) => {
      await who.go("/divisions");
      for (const name of ["江苏省", "四川省"]) await who.sees(name);
      await who.go("/schools/propose?kind=unit_found");
      await who.page.getByLabel("区划代码").fill("160000");
      await who.page.getByLabel("名称").fill("新设省");
      await who.page.getByLabel("生效日期").fill("2026-01-01");
      await who.page.getByLabel("批准文号").fill("国函〔2026〕1号");
      await who.press("提交主管领导审批", "不在系统所用的省级代码表");
    });
  });
});
