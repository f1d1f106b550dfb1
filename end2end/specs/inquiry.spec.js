// 查阅异常核查 (第二十五条): an alarm about an account stands on the desk of its unit's leader, who says what was found; the audit administrator sends it
// back and finds for himself, which he does not confirm; another one does. The auditors' list and the authority then know of it. At a desk and
// on a phone, with JavaScript and without, in turns: it is one alarm.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";
import { onDesk } from "../support/desk.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "inquiry");

// The school whose registrar the demo has look too often, its authority, and the city above.
const [SCHOOL, COUNTY, CITY] = ["2132000104", "320104", "320100"];

/** The alarm's line in the list of an audit administrator, with the link that says how far it is. */
const listed = (who, words) =>
  who.page.locator("#alarms").getByRole("row").filter({ hasText: `${SCHOOL}.registrar` }).getByRole("link", { name: words, exact: true }).first();
const confirms = (who) => who.page.getByRole("button", { name: "确认", exact: true });

/** Says what was found, in the form that is open. */
async function finds(who, finding, words) {
  await who.tick(finding);
  await who.page.locator("#words").fill(words);
  await who.press("登记核查结果", "待确认");
  assert.equal(await confirms(who).count(), 0, "one finds, another confirms");
}

describe("查阅异常核查", { concurrency: false }, () => {
  const step = steps(test);
  let path;

  step("报警在本单位主管领导的待办台上；缺什么说什么，登记后等待确认", async () => {
    await as(ways[0], `${SCHOOL}.leader`, async (who) => {
      path = await onDesk(who, "alarm_inquiry", "待核查");
      assert.match(path, /^\/access\/alarms\/[0-9a-f-]{36}$/);
      await who.page.locator(".matter").filter({ hasText: "待核查" }).first().locator(".matter-link").click();
      await who.follow("打开办理页面", "报警情况");
      await who.sees(`${SCHOOL}.registrar`);
      await who.look("inquiry");
      await who.press("登记核查结果", "还没有选择核查结果");
      await who.tick("正常工作");
      await who.press("登记核查结果", "没有写明核查的情况");
      await who.look("inquiry-errors");
      await finds(who, "正常工作", "当日核对新生档案。");
      await who.go("/desk?kind=alarm_inquiry");
      await who.sees("没有符合条件的事项");
    });
    await as(ways[3], `${SCHOOL}.registrar`, async (who) => {
      const answer = await who.page.request.get(new URL(path, who.page.url()).href);
      assert.equal(answer.status(), 404, "nobody looks into the own looks");
    });
  });

  step("审计管理员退回；自己核查的，自己不能确认", async () => {
    await as(ways[3], `${COUNTY}.audit_admin`, async (who) => {
      assert.equal(await onDesk(who, "alarm_inquiry", "待确认"), path);
      await who.go("/access");
      await listed(who, "待确认").click();
      await who.sees("当日核对新生档案。");
      await who.look("inquiry-confirm");
      await who.page.locator("summary").filter({ hasText: "退回重新核查" }).click();
      await who.press("退回重新核查", "没有写明退回的原因");
      await who.page.locator("#reason").fill("没有写明核对的是哪些学生。");
      await who.press("退回重新核查", "待核查");
      await who.sees(/^已退回：/);
      await finds(who, "越权查阅", "逐条核对当日查阅记录，多数与工作无关。");
      await who.sees("越权查阅");
      await who.look("inquiry-found");
    });
    await as(ways[0], `${SCHOOL}.leader`, async (who) => {
      await who.go(path);
      await who.sees("逐条核对当日查阅记录，多数与工作无关。");
      assert.equal(await confirms(who).count(), 0, "the leader does not confirm");
    });
  });

  step("上级审计管理员确认后查结，报警列表上有核查结果", async () => {
    await as(ways[1], `${CITY}.audit_admin`, async (who) => {
      await who.go("/access");
      await listed(who, "待确认").click();
      await who.sees("逐条核对当日查阅记录，多数与工作无关。");
      await who.press("确认", "已查结");
      await who.sees("确认人");
      await who.look("inquiry-closed");
      await who.go("/access");
      await listed(who, "越权查阅").waitFor();
      await who.look("inquiry-list");
    });
    await as(ways[0], `${COUNTY}.audit_admin`, async (who) => {
      await who.go("/access");
      await listed(who, "越权查阅").click();
      await who.sees("已查结");
      assert.equal(await confirms(who).count(), 0, "it is over");
      await who.go("/access");
      await who.look("inquiry-list");
    });
  });

  step("越权查阅成为主管部门的违规线索", async () => {
    await as(ways[2], `${COUNTY}.registrar`, async (who) => {
      await who.go("/violations?box=below");
      await who.page.getByRole("row").filter({ hasText: "秦淮区文枢小学" }).filter({ hasText: "泄露或非法使用学生学籍信息" }).first().waitFor();
      await who.look("inquiry-violation");
    });
  });
});
