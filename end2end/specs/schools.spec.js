// The life of schools and the custody of archives (第九条): the register and a waiting merger looked at in four ways, a proposal sent
// back by the leader, the merger approved once, its list, the receipts, and the pupil's archive with its new custodian.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, person, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "schools");

const COUNTY = "510703";
const [KEEPS, ENDS] = ["2151000205", "2151000206"];
const [KEEPS_NAME, ENDS_NAME] = ["涪城区塘汛小学", "涪城区塘汛村小学"];
const MERGER = `${ENDS_NAME}：合并`;

describe("学校与档案保管", { concurrency: false }, () => {
  let path;
  const step = steps(test);

  for (const way of ways) {
    step(`名册、待审批的合并和表单（${way.name}）`, async () => {
      await as(way, `${COUNTY}.registrar`, async (who) => {
        await who.go("/home");
        await who.follow("学校与档案保管", "本部门主管的学校");
        await who.sees(KEEPS);
        await who.look("schools");
        await who.page.getByRole("link", { name: MERGER, exact: true }).click();
        await who.sees("没有妨碍，可以批准。");
        path = new URL(who.page.url()).pathname;
        assert.equal(await who.page.getByRole("button", { name: "批准", exact: true }).count(), 0, "the proposer does not approve");
        await who.look("schools-proposed");
        await who.go("/schools/propose");
        await who.look("schools-choose");
        await who.page.locator("#kind").selectOption("merge");
        await who.page.locator("#school").selectOption(ENDS);
        await who.press("继续", "各班随校并入");
        await who.press("预览", "还没有选择并入的学校");
        await who.page.getByLabel("并入的学校").selectOption(KEEPS);
        await who.press("预览", "接收学校同一年级已有“1班”");
        await who.look("schools-preview");
        await who.page.getByLabel("一年级1班接收后的班级").fill("");
        await who.press("预览", "班名应为1至20个字");
      });
    });
  }

  step("更名：写明文号后提交，领导写明原因退回", async () => {
    await as(ways[3], `${COUNTY}.registrar`, async (who) => {
      await who.go(`/schools/propose?kind=rename&school=${KEEPS}`);
      await who.page.getByLabel("新名称").fill("涪城区塘汛中心小学");
      await who.press("提交主管领导审批", "请填写批准文号");
      assert.equal(await who.page.getByLabel("新名称").inputValue(), "涪城区塘汛中心小学", "what was typed stays");
      await who.page.getByLabel("批准文号").fill("涪教体〔2026〕19号");
      await who.press("提交主管领导审批", "已提交主管领导审批。");
    });
    await as(ways[1], `${COUNTY}.leader`, async (who) => {
      await who.go("/schools");
      await who.page.getByRole("link", { name: `${KEEPS_NAME}：更名`, exact: true }).click();
      await who.page.locator("summary").filter({ hasText: "退回" }).click();
      await who.press("退回", "写明退回的原因");
      await who.page.getByLabel("退回的原因").fill("请与批复原文核对名称。");
      await who.press("退回", "请与批复原文核对名称。");
      await who.sees("已退回");
    });
  });

  step("领导批准合并：档案即时移交，清单可打印，双方签收", async () => {
    await as(ways[0], `${COUNTY}.leader`, async (who) => {
      await who.go(path);
      await who.look("schools-decide");
      await who.press("批准", "已批准并办理完成。");
      await who.sees("学籍档案移交清单");
      await who.sees("4份");
      assert.match(await who.page.locator("article").innerText(), /[0-9a-f]{64}/);
      await who.look("schools-done");
      await who.page.emulateMedia({ media: "print" });
      assert.equal(await who.page.locator("#facts").isVisible(), false, "the paper has the list only");
      await who.look("schools-printed");
    });
    await as(ways[1], `${COUNTY}.registrar`, async (who) => {
      await who.go("/schools");
      await who.sees("已撤销（");
      await who.go(path);
      await who.press("核对无误，签收", "已签收。");
    });
    await as(ways[3], `${KEEPS}.registrar`, async (who) => {
      await who.go("/letters");
      await who.follow("学校合并、撤销时移交的档案", "与本校有关的学籍档案移交");
      await who.page.getByRole("link", { name: MERGER, exact: true }).click();
      await who.press("核对无误，签收", "已签收。");
      assert.equal(await who.page.getByRole("button", { name: "核对无误，签收" }).count(), 0, "once");
      await who.look("schools-receipted");
      await who.page.locator("article table a").first().click();
      await who.sees("档案保管单位");
      await who.sees(`${KEEPS_NAME}（在管，自`);
      await who.sees("依据：合并（涪教体〔2026〕18号）");
      await who.look("schools-archive");
    });
    await as(ways[2], "2151000201.registrar", async (who) => {
      const answer = await who.page.request.get(new URL(path, who.page.url()).href);
      assert.equal(answer.status(), 404, "a school that has no part in it");
    });
  });

  step("新设、更名、变更类别、撤销、恢复：每一种都走到办结", async () => {
    await as(ways[0], `${COUNTY}.registrar`, async (who) => {
      await as(ways[1], `${COUNTY}.leader`, async (boss) => {
        /** One change from its form to its end; what the page says of the school then. */
        const change = async (kind, school, fields, button = "提交主管领导审批") => {
          await who.go(`/schools/propose?kind=${kind}${school ? `&school=${school}` : ""}`);
          for (const [label, value] of Object.entries(fields)) {
            const control = who.page.getByLabel(label);
            if ((await control.evaluate((node) => node.tagName)) === "SELECT") await control.selectOption({ label: value });
            else await control.fill(value);
          }
          await who.page.getByLabel("批准文号").fill("涪教体〔2026〕20号");
          await who.look(`schools-${kind}`);
          await who.press(button, "已提交主管领导审批。");
          const path = new URL(who.page.url()).pathname;
          await boss.go(path);
          await boss.press("批准", "已批准并办理完成。");
          await boss.look(`schools-${kind}-done`);
        };
        /** The code of the school of that name whose state is so. */
        const code = async (name, state) => {
          await who.go("/schools");
          const row = who.page.getByRole("row").filter({ hasText: name }).filter({ hasText: state });
          return (await row.first().innerText()).match(/\d{10}/)[0];
        };
        await change("found", "", { 学校名称: "涪城区新桥小学", 办学类型: "小学", 学制: "六三制" });
        const first = await code("涪城区新桥小学", "在办");
        await change("rename", first, { 新名称: "涪城区新桥实验小学" });
        assert.equal(await code("涪城区新桥实验小学", "涪城区新桥小学"), first, "a new name keeps the code");
        await change("reclass", first, { 新名称: "涪城区新桥教学点", 新办学类型: "小学教学点" });
        assert.equal(await code("涪城区新桥教学点", "在办"), first, "within its class a school keeps its code");
        await change("reclass", first, { 新名称: "涪城区新桥九年一贯制学校", 新办学类型: "九年一贯制学校" });
        const second = await code("涪城区新桥九年一贯制学校", "在办");
        assert.notEqual(second, first, "another kind of school is another code");
        await change("close", second, {});
        await code("涪城区新桥九年一贯制学校", "已撤销");
        await change("revive", second, {});
        assert.equal(await code("涪城区新桥九年一贯制学校", "在办"), second, "the same school again");
        await who.look("schools-all");
      });
    });
  });

  step("撤销的学校不能再登录", async () => {
    const who = await person(browser, ways[0]);
    await who.go("/sign-in");
    await who.page.locator("#login").fill(`${ENDS}.registrar`);
    await who.page.locator("#password").fill("Lantern-Bamboo-47");
    await who.page.getByRole("button", { name: "登录", exact: true }).click();
    await who.page.locator(".error-summary").waitFor();
    await who.leave();
  });
});
