// 系统公钥目录 (第十六条): the list is signed at the prompt, taken in by the nation's system administrator, accepted by its security administrator;
// another key's, an altered and an older list are refused. At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";
import { signedList, strangerKey } from "../support/directory.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "directory");

const PAGE = "/packages/directory";

/** The list with this system's own key and one that is revoked. */
const listed = (own) => [
  { system: "江苏省学籍系统", province: "320000", key: own, from: "2026-01-01", until: null, revoked: null },
  {
    system: "四川省学籍系统",
    province: "510000",
    key: "51".repeat(32),
    from: "2026-01-01",
    until: "2031-12-31",
    revoked: { on: "2026-06-01", reason: "密钥更换" },
  },
];

/** Takes a file in, or none, on the page anew, and waits for words of the answer. */
async function takeIn(who, file, then) {
  await who.go(PAGE);
  const button = who.page.getByRole("button", { name: "导入目录", exact: true });
  // It is folded away once a list is in force.
  if (!(await button.isVisible())) await who.page.locator("summary").filter({ hasText: "导入目录" }).click();
  if (file) await who.choose(file);
  await who.press("导入目录", then);
}

const plans = [
  { way: ways[0], serial: 2 },
  { way: ways[3], serial: 4 },
];

for (const { way, serial } of plans) {
  describe(`系统公钥目录（${way.name}）`, { concurrency: false }, () => {
    let own;
    const step = steps(test);

    step("系统管理员导入：别的公钥签的、被改动的不行，导入人不能自己确认", async () => {
      await as(way, "nation.system", async (who) => {
        await who.go("/home");
        await who.follow("系统公钥目录", "报签发单位列入目录");
        own = (await who.page.locator("#own code").first().innerText()).trim();
        assert.match(own, /^[0-9a-f]{64}$/);
        await takeIn(who, null, "还没有选择目录文件");
        await who.look("directory-import");
        await takeIn(who, signedList(serial, listed(own), strangerKey()), "目录不是用本系统设置中的签发公钥签名的");
        const altered = readFileSync(signedList(serial, listed(own)), "utf8").replace("江苏省学籍系统", "江西省学籍系统");
        await takeIn(who, { name: "目录.json", buffer: Buffer.from(altered) }, "目录的数字签名不成立");
        await takeIn(who, signedList(serial, listed(own)), "已导入，等待另一名管理员确认");
        await who.sees("由安全管理员确认；导入人不能自己确认。");
        assert.equal(await who.page.getByRole("button", { name: "确认启用" }).count(), 0, "not alone");
        await who.look("directory-waiting");
        await takeIn(who, signedList(serial + 1, listed(own)), "已有一份目录等待确认");
      });
      await as(way, "320000.system_admin", async (who) => {
        const answer = await who.page.request.get(new URL(PAGE, who.page.url()).href);
        assert.equal(answer.status(), 404, "the nation's alone");
      });
    });

    step("安全管理员退回，写明原因；再次导入后确认启用", async () => {
      await as(way, "nation.security", async (who) => {
        await who.go(PAGE);
        await who.sees("待确认的目录");
        assert.equal(await who.page.locator("#file").count(), 0, "who accepts takes nothing in");
        await who.page.locator("summary").filter({ hasText: "退回" }).click();
        await who.press("退回", "没有写明退回的原因");
        await who.page.locator("#reason").fill(`第 ${serial} 号未见来函`);
        await who.press("退回", `已退回：第 ${serial} 号未见来函`);
        assert.equal(await who.page.locator("#waiting").count(), 0);
        await who.look("directory-returned");
      });
      await as(way, "nation.system", async (who) => {
        await takeIn(who, signedList(serial, listed(own)), "已导入，等待另一名管理员确认");
      });
      await as(way, "nation.security", async (who) => {
        await who.go(PAGE);
        await who.page.getByRole("button", { name: "确认启用", exact: true }).click();
        await who.page.locator("#in-force").getByText(`第 ${serial} 号`, { exact: true }).waitFor();
        await who.page.locator("#in-force").getByText("有效", { exact: true }).waitFor();
        await who.page.locator("#in-force").getByText("起撤销：密钥更换").waitFor();
        assert.equal(await who.page.locator("#waiting").count(), 0);
        await who.look("directory-in-force");
      });
    });

    step("旧目录不能导入，现用目录不变", async () => {
      await as(way, "nation.system", async (who) => {
        await takeIn(who, signedList(serial - 1, listed(own)), `目录编号不高于现用目录（第 ${serial} 号），不能退回旧目录`);
        await who.look("directory-older");
        await who.go(PAGE);
        await who.page.locator("#in-force").getByText(`第 ${serial} 号`, { exact: true }).waitFor();
        assert.equal(await who.page.locator("#waiting").count(), 0, "nothing waits");
      });
    });

    step("启用后接收档案包按目录核对，不再问来函上的校验码", async () => {
      await as(way, "2132000201.registrar", async (who) => {
        await who.go("/packages?box=received");
        await who.page.locator("summary").filter({ hasText: "接收档案包" }).click();
        await who.sees("签名公钥按系统公钥目录核对");
        await who.page.locator("#passphrase").waitFor();
        assert.equal(await who.page.locator("#fingerprint").count(), 0);
        await who.look("directory-receive");
      });
    });
  });
}
