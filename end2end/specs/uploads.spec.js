// 上传: a photograph of today's telephones is taken and made smaller, a bar shows how far it is, what is too large is said before it is sent (with
// the page's program) or by the form it came from (without), and what was chosen in the form stays chosen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

let browser;
let photograph;
before(async () => {
  browser = await open();
  // Forty megapixels, as a telephone makes them.
  const page = await browser.newPage({ locale: "zh-CN" });
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [7300, 5480];
    const context = canvas.getContext("2d");
    const shade = context.createLinearGradient(0, 0, 7300, 5480);
    shade.addColorStop(0, "#a33");
    shade.addColorStop(1, "#33a");
    context.fillStyle = shade;
    context.fillRect(0, 0, 7300, 5480);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.98));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  });
  photograph = Buffer.from(base64, "base64");
  await page.close();
});
after(() => browser.close());

for (const [n, way] of ways.entries()) {
  test(`手机照片收下，太大的说清楚，选好的不丢（${way.name}）`, async () => {
    await acting(browser, way, "13900000001", async (who) => {
      await who.go("/my");
      const child = await who.page.locator("main a[href^='/my/0']").first().getAttribute("href");
      const path = `/my/${child.split("/")[2]}/correct/proof`;
      await who.go(path);
      const kinds = who.page.locator("input[name=kind]");
      await who.page.locator("label.choice-label").first().click();
      const chosen = await who.page.locator("input[name=kind]:checked").getAttribute("value");
      assert.ok((await kinds.count()) > 1);

      const sent = [];
      who.page.on("request", (request) => request.url().endsWith("/api/file_proof") && sent.push(request));
      await who.choose({ name: "录像.jpg", buffer: Buffer.alloc(21 << 20, 1) });
      await who.page.getByRole("button", { name: "上传这份材料", exact: true }).click();
      await who.sees(way.script ? "没有上传" : "超过 20 MB");
      assert.equal(sent.length, way.script ? 0 : 1, "what is too large is not sent where that can be told before");
      assert.equal(await who.page.locator("input[name=kind]:checked").getAttribute("value"), chosen);
      assert.equal(new URL(who.page.url()).pathname, path);
      await who.look("upload-too-large");

      const before = await who.page.locator("a[href*='/proofs/']").count();
      await who.choose({ name: "户口簿.jpg", buffer: photograph });
      await who.page.getByRole("button", { name: "上传这份材料", exact: true }).click();
      await who.page.waitForFunction((n) => document.querySelectorAll("a[href*='/proofs/']").length > n, before, { timeout: 60_000 });
      await who.look("upload-taken");
      // It was made smaller than it came.
      const kept = await who.page.request.get(new URL(await who.page.locator("a[href*='/proofs/']").last().getAttribute("href"), who.page.url()).href);
      assert.equal(kept.status(), 200);
      assert.ok((await kept.body()).length < photograph.length);
    }, `uploads-${n}`);
  });
}

test("断线时说清楚，填好的和选好的都还在，再按一次就送到", async () => {
  await acting(browser, ways[1], "13900000001", async (who) => {
    await who.go("/my");
    const child = await who.page.locator("main a[href^='/my/0']").first().getAttribute("href");
    await who.go(`/my/${child.split("/")[2]}/correct/proof`);
    await who.page.locator("body[data-running]").waitFor();
    await who.page.locator("label.choice-label").first().click();
    await who.choose({ name: "户口簿.jpg", buffer: photograph });
    await who.page.route("**/api/file_proof", (route) => route.abort("internetdisconnected"), { times: 1 });
    await who.page.getByRole("button", { name: "上传这份材料", exact: true }).click();
    await who.sees("网络中断");
    assert.equal(await who.page.locator("#file").evaluate((input) => input.files.length), 1);
    await who.look("upload-broken");
    const before = await who.page.locator("a[href*='/proofs/']").count();
    await who.page.getByRole("button", { name: "上传这份材料", exact: true }).click();
    await who.page.waitForFunction((n) => document.querySelectorAll("a[href*='/proofs/']").length > n, before, { timeout: 60_000 });
  }, "uploads-broken");
});
