// Pictures that are kept and compared (画面比对). The comparison runs in a page of the browser, which decodes PNG already: no package.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = new URL("../pictures/", import.meta.url).pathname;
const output = new URL("../output/", import.meta.url).pathname;
const made = join(folder, "made.json");
/** How far a colour may be off in one of its three parts before the pixel counts: less is the rounding of an edge. */
const STEP = 24;

/** A page without a policy, in which pictures may be read. */
async function bare(browser, what) {
  const page = await browser.newPage();
  try {
    return await what(page);
  } finally {
    await page.close();
  }
}

/** How this machine draws letters: the browser's version, and a digest of some of them in the fonts that pages fall back on. */
export async function machine(browser) {
  const drawn = await bare(browser, (page) =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [600, 160];
      const context = canvas.getContext("2d");
      for (const [n, family] of ["sans-serif", "serif", "monospace"].entries()) {
        context.font = `24px ${family}`;
        context.fillText("学籍管理 转学 休学 复学 Ag 0123456789", 4, 40 + n * 48);
      }
      return canvas.toDataURL();
    }),
  );
  return { browser: browser.version(), letters: createHash("sha256").update(drawn).digest("hex").slice(0, 16) };
}

/** Whether the kept pictures were made by a machine that draws like this one. */
export function sameMachine(here) {
  if (!existsSync(made)) return false;
  const there = JSON.parse(readFileSync(made, "utf8"));
  return there.browser === here.browser && there.letters === here.letters;
}

/** The picture of a page's window or of a part of it, with every day and time covered: they are others tomorrow. */
export async function pictureOf(what) {
  const page = typeof what.page === "function" ? what.page() : what;
  return what.screenshot({ animations: "disabled", caret: "hide", scale: "css", mask: [page.locator("time")], maskColor: "#808080" });
}

/** The picture that is kept under this name. */
export function kept(name) {
  const path = join(folder, `${name}.png`);
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** Keeping pictures in place of those before. */
export const keep = {
  begin(here) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(made, `${JSON.stringify(here, null, 2)}\n`);
  },
  one(name, picture) {
    writeFileSync(join(folder, `${name}.png`), picture);
  },
};

/** How large a share of two pictures differs. Where some does, a picture of it goes to `output/`: what differs in red over the pale rest. */
export async function compare(browser, name, before, now) {
  const { share, why, picture } = await bare(browser, (page) =>
    page.evaluate(
      async ([before, now, step]) => {
        const read = async (base64) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d", { willReadFrequently: true });
          context.drawImage(image, 0, 0);
          return { canvas, context, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
        };
        const [one, other] = [await read(before), await read(now)];
        const size = ({ canvas }) => `${canvas.width} × ${canvas.height}`;
        if (size(one) !== size(other)) return { share: 1, why: `it was ${size(one)} and is ${size(other)}`, picture: other.canvas.toDataURL() };
        const [a, b] = [one.pixels.data, other.pixels.data];
        let count = 0;
        for (let at = 0; at < b.length; at += 4) {
          const off = Math.max(Math.abs(a[at] - b[at]), Math.abs(a[at + 1] - b[at + 1]), Math.abs(a[at + 2] - b[at + 2]));
          if (off > step) {
            count += 1;
            [b[at], b[at + 1], b[at + 2]] = [220, 0, 0];
          } else for (const part of [0, 1, 2]) b[at + part] = 200 + b[at + part] * 0.2;
        }
        other.context.putImageData(other.pixels, 0, 0);
        return { share: count / (b.length / 4), picture: other.canvas.toDataURL() };
      },
      [before.toString("base64"), now.toString("base64"), STEP],
    ),
  );
  if (share > 0) {
    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, `${name}-differs.png`), Buffer.from(picture.split(",")[1], "base64"));
  }
  return { share, why };
}
