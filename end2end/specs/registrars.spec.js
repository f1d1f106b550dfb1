// 学籍管理员 (第二十三条): the leader gives the open work away, both sign, the leader confirms, the old account is sealed, the unit above
// acknowledges; the province sees how stable the number is. On a phone without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, PASSWORD, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "registrars");
const SCHOOL = "5151000103";
const way = ways[3];

describe(`学籍管理员交接（${way.name}）`, { concurrency: false }, () => {
  let path;

  test("没有移交完不能确认；逐项移交后双方签字", async () => {
    await as(way, `${SCHOOL}.leader`, async (who) => {
      await who.go("/registrars");
      path = await who.page.locator('a[href^="/registrars/hand-over/"]').first().getAttribute("href");
      await who.go(path);
      await who.sees("纸质学籍档案柜钥匙");
      await who.press("确认交接，封存移交人账号", "没有移交");
      await who.look("hand-over-open");
    });
    await as(way, `${SCHOOL}.registrar`, async (who) => {
      await who.go(path);
      await who.page.locator("#to").selectOption({ label: "温雅琴" });
      await who.press("移交所选内容", "已办理");
      await who.press("签字", "已办理");
    });
    await as(way, `${SCHOOL}.registrar2`, async (who) => {
      await who.go(path);
      await who.press("签字", "已办理");
      await who.look("hand-over-signed");
    });
  });

  test("主管领导确认，移交人账号封存，主管部门确认报备", async () => {
    await as(way, `${SCHOOL}.leader`, async (who) => {
      await who.go(path);
      await who.press("确认交接，封存移交人账号", "已交接");
    });
    await as(way, null, async (who) => {
      await who.go("/sign-in");
      await who.page.locator("#login").fill(`${SCHOOL}.registrar`);
      await who.page.locator("#password").fill(PASSWORD);
      await who.press("登录", "有 1 处需要改正");
    });
    await as(way, "510104.registrar", async (who) => {
      await who.go("/registrars");
      await who.sees("离岗");
      await who.look("registrars-reports");
      await who.press("确认收到", "已办理");
      const answer = await who.page.request.get(new URL(path, who.page.url()).href);
      assert.equal(answer.status(), 404, "the list of the hand-over stays in the school");
    });
  });

  test("证书过期的不能办理；省里逐级查看稳定情况", async () => {
    await as(ways[0], "510000.official", async (who) => {
      await who.go("/registrars");
      await who.sees("队伍稳定情况");
      await who.look("registrars-stability");
      await who.follow("绵阳市", "涪城区");
    });
    await as(way, "5151000204.registrar", async (who) => {
      await who.go("/cases");
      await who.sees("已过有效期");
    });
    await as(ways[0], "510104.leader", async (who) => {
      await who.go("/registrars");
      await who.page.locator('#own a[href^="/registrars/"]').first().click();
      await who.sees("任用经历");
      await who.page.locator("summary").filter({ hasText: "变更任用信息" }).click();
      await who.press("变更任用信息", "任用信息没有变化");
      await who.look("registrar-file");
    });
  });
});
