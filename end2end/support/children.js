// Fictitious children with valid numbers, and the filled template they come in.
import assert from "node:assert/strict";
import ExcelJS from "exceljs";
import { residentId } from "./numbers.js";

export { residentId };

/** A boy of six in the first grade, by column heading; `phone` is his father's. */
export function child(division, name, birth, serial, phone) {
  return {
    姓名: name,
    性别: "1-男",
    出生日期: birth,
    身份证件类型: "1-居民身份证",
    身份证件号: residentId(division, birth, serial * 2 + 1),
    成员一姓名: `${name[0]}建国`,
    ...(phone ? { 成员一联系电话: phone } : {}),
  };
}

/** Fills the downloaded template: the sample row's values, with each child's own over them. */
export async function fill(template, children) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(template);
  const sheet = book.getWorksheet("学生信息");
  const columns = {};
  sheet.getRow(1).eachCell((cell, column) => (columns[String(cell.value).replace("★", "")] = column));
  const sample = sheet.getRow(2);
  children.forEach((values, n) => {
    const row = sheet.getRow(3 + n);
    sample.eachCell((cell, column) => column > 1 && (row.getCell(column).value = cell.value));
    for (const [heading, value] of Object.entries(values)) {
      if (!columns[heading]) throw new Error(`the template has no column ${heading}`);
      row.getCell(columns[heading]).value = value;
    }
    row.commit();
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

/**
 * A class as a school types it: in the first rows, one of three has a fault (a wrong number, a sex there is none of, a telephone that is
 * none). Gives the children as they should stand, as they were typed, and how many faults there are.
 */
export function filledClass(division, surname, n) {
  const given = [..."甲乙丙丁戊己庚辛壬癸"].flatMap((one) => [..."子丑寅卯"].map((two) => one + two)).slice(0, n);
  const birth = (n) => `2019-${String(1 + (n % 8)).padStart(2, "0")}-${String(1 + (n % 27)).padStart(2, "0")}`;
  const right = given.map((one, n) => child(division, `${surname}${one}`, birth(n), 100 + n * 7, `138000${10000 + n}`));
  const wrong = [{ 身份证件号: `${division}201901010021` }, { 性别: "雄" }, { 成员一联系电话: "123" }];
  const isWrong = (n) => n % 3 === 0 && n < 36;
  const typed = right.map((one, n) => (isWrong(n) ? { ...one, ...wrong[(n / 3) % 3] } : one));
  return { right, typed, faults: right.filter((_, n) => isWrong(n)).length };
}

/** The rows that came back, mended: the name of each child is right, and by it everything else is known. */
export async function mended(bytes, children) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const sheet = book.getWorksheet("学生信息");
  const columns = {};
  sheet.getRow(1).eachCell((cell, column) => (columns[String(cell.value).replace("★", "")] = column));
  let rows = 0;
  sheet.eachRow((row, number) => {
    const whole = children.find((one) => one.姓名 === row.getCell(columns.姓名).value);
    if (number < 3 || !whole) return;
    rows += 1;
    assert.ok(String(row.getCell(columns.未通过的原因).value).length > 5, "the reason stands beside the row");
    for (const [heading, value] of Object.entries(whole)) row.getCell(columns[heading]).value = value;
    row.commit();
  });
  return { rows, bytes: Buffer.from(await book.xlsx.writeBuffer()) };
}

/** The template that is filled, as a registrar gets it. */
export async function template(who) {
  await who.go("/imports");
  const [download] = await Promise.all([who.page.waitForEvent("download"), who.page.getByRole("link", { name: "下载导入模板" }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Enters children by a workbook, as a registrar at the list of imports; they then wait for the leader. */
export async function enterByWorkbook(who, children) {
  const buffer = await fill(await template(who), children);
  await who.go("/imports/new");
  await who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10));
  await who.choose({ name: "一年级1班.xlsx", buffer });
  await who.page.getByRole("button", { name: "上传并检查" }).click();
  await who.sees("检查结果");
  await who.page.getByRole("button", { name: `录入可录入的 ${children.length} 名学生` }).click({ timeout: 60_000 });
  await who.page.getByText("录入的学生已提交学校主管领导审核").first().waitFor({ timeout: 60_000 });
}
