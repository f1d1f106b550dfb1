// A pupil's archive, as its school fills it.

/** A picture of one colour, as an upload. */
export const picture = {
  name: "奖状.png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4YaOBFTEMLQkAdntLARs7+acAAAAASUVORK5CYII=",
    "base64",
  ),
};

/** Files an examination mark on the page of an archive, and waits until the server has answered. */
export async function fileMark(page, subject, mark) {
  const field = page.locator("#values-exam__mark");
  if (!(await field.isVisible())) await page.locator("summary").filter({ hasText: "登记学业考试成绩" }).click();
  await page.locator("#values-exam__subject").selectOption(subject);
  await field.fill(mark);
  await page.locator("#values-exam__period").selectOption({ index: 2 });
  const filed = page.waitForResponse((answer) => answer.url().includes("/api/file_entry"));
  await page.locator("form").filter({ has: field }).getByRole("button", { name: "归档" }).click();
  await filed;
}
