// Messages outside the system where none is connected, as in the demo (第十条, 第十四条): the pages say so, and nobody is asked for a code that
// cannot be sent. What is sent where a way is connected is tried against stubs in server/registry/tests/service/messages.
import { after, before, describe, test } from "node:test";
import { acting, open, person, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

for (const way of [ways[0], ways[3]]) {
  describe(`系统外通知（${way.name}）`, { concurrency: false }, () => {
    test("账号设置如实说明没有接通，不出现选择", () =>
      acting(browser, way, "320102.registrar", async (who) => {
        await who.go("/account");
        await who.sees("短信和邮件通知");
        await who.sees("本系统未接通短信和邮件");
        await who.page.locator("#notify_by").waitFor({ state: "detached" });
        await who.look("account-messages");
      }, "messages"));

    test("监护人注册和重设密码不索要手机校验码", async () => {
      const who = await person(browser, way);
      for (const page of ["/guardian/sign-up/phone", "/guardian/recover"]) {
        await who.go(page);
        await who.sees("本系统未接通短信");
        await who.page.locator("#phone_code").waitFor({ state: "detached" });
      }
      await who.leave();
    });

    test("运行状况列明通道和等待发送的条数", () =>
      acting(browser, way, "nation.system", async (who) => {
        await who.go("/background");
        await who.sees("等待发送");
        await who.sees("未接通，不发送");
      }, "messages"));
  });
}
