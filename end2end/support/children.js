// Fictitious children with valid numbers, and the filled template they come in.
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

/** Enters children by a workbook, as a registrar at the list of imports; they then wait for the leader. */
export async function enterByWorkbook(who, children) {
  await who.go("/imports");
  const [download] = await Promise.all([who.page.waitForEvent("download"), who.page.getByRole("link", { name: "下载导入模板" }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const buffer = await fill(Buffer.concat(chunks), children);
  await who.go("/imports/new");
  await who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10));
  await who.choose({ name: "一年级1班.xlsx", buffer });
  await who.page.getByRole("button", { name: "上传并检查" }).click();
  await who.sees("检查结果");
  await who.page.getByRole("button", { name: `录入可录入的 ${children.length} 名学生` }).click({ timeout: 60_000 });
  await who.page.getByText("录入的学生已提交学校主管领导审核").first().waitFor({ timeout: 60_000 });
}
