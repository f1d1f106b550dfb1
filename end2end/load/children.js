// Fictitious children in any number, each with a name, a document and a telephone of its own: as a row of a file, and as a form.
import { residentId } from "../support/numbers.js";

const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"];
const FIRST = [..."子浩宇博明思天嘉承云景书奕知修鹏文家瑞志欣雨诗静可晓雅清婉佳"];
const SECOND = [..."轩航杰豪远源佑鸣树泽飞行辰之锐程昊霖勇涵怡桐诺彤瑶妍雪宁琪月"];

/** Every item by its name in a form and by its heading in a file; the files' order. */
const ITEMS = {
  name: "姓名", sex: "性别", birth_date: "出生日期", birth_place: "出生地", native_place: "籍贯", ethnicity: "民族", nationality: "国籍/地区",
  id_kind: "身份证件类型", id_number: "身份证件号", hmt_status: "港澳台侨外", political: "政治面貌", health: "健康状况", hukou_place: "户口所在地",
  hukou_kind: "户口性质", grade: "年级", class_name: "班级", entry_month: "入学年月", entry_mode: "入学方式", attendance: "就读方式",
  source: "学生来源", current_address: "现住址", mail_address: "通信地址", home_address: "家庭地址", phone: "联系电话", postcode: "邮政编码",
  only_child: "是否独生子女", preschool: "是否受过学前教育", left_behind: "是否留守儿童", migrant: "是否进城务工人员随迁子女", orphan: "是否孤儿",
  martyr: "是否烈士或优抚子女", inclusive: "随班就读", disability: "残疾类型", needs_aid: "是否需要申请资助", gets_aid: "是否享受一补",
  distance: "上下学距离", commute_mode: "上下学交通方式", member1_name: "成员一姓名", member1_kinship: "成员一关系", member1_address: "成员一现住址",
  member1_hukou: "成员一户口所在地", member1_phone: "成员一联系电话", member1_guardian: "成员一是否监护人",
  member2_name: "成员二姓名", member2_kinship: "成员二关系", member2_address: "成员二现住址", member2_phone: "成员二联系电话",
  member2_guardian: "成员二是否监护人",
};
// Others that the template has and nobody fills in here: a file without their columns would be told so.
const EMPTY = [
  "姓名拼音", "曾用名", "身份证件有效期", "特长", "学籍辅号", "班内学号", "电子信箱", "主页地址", "是否由政府购买学位", "是否需要乘坐校车",
  "成员一关系说明", "成员一民族", "成员一工作单位", "成员一身份证件类型", "成员一身份证件号", "成员一职务", "成员二关系说明", "成员二民族",
  "成员二工作单位", "成员二户口所在地", "成员二身份证件类型", "成员二身份证件号", "成员二职务", "民族文字姓名", "民族文字姓名的文种",
];

/** The year in which the present school year began. */
export function schoolYear(now = new Date()) {
  return now.getMonth() >= 8 ? now.getFullYear() : now.getFullYear() - 1;
}

/** The days on which those are born who enter grade one, of the end of each month: the demo's own children are born before the 29th. */
function births(year) {
  const days = [];
  for (const day = new Date(Date.UTC(year - 7, 8, 1)); day < new Date(Date.UTC(year - 6, 8, 1)); day.setUTCDate(day.getUTCDate() + 1)) {
    if (day.getUTCDate() >= 29) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

/** Counties of which the documents are: none of them is one of the demo's. */
const COUNTIES = ["110101", "110105", "310104", "310115", "330106", "330108", "370102", "420106", "430102", "440103", "440305", "500103", "610103"];

/** How many were born on one day, and how many there are. */
const born = new Map();
let people = 0;

/** The next child of the first grade, by item; `division` is where it was born and lives. */
export function child(division, className = "1班") {
  const year = schoolYear();
  const days = births(year);
  const every = people++;
  const surname = SURNAMES[every % SURNAMES.length];
  const given = Math.floor(every / SURNAMES.length);
  // Whoever bears a name that another has was born on another day.
  const birth = days[(every + Math.floor(given / (FIRST.length * SECOND.length))) % days.length];
  const n = born.get(birth) ?? 0;
  born.set(birth, n + 1);
  const serial = Math.floor(n / COUNTIES.length);
  if (serial > 499) throw new Error(`there are no more documents for children of ${birth}`);
  const name = surname + FIRST[given % FIRST.length] + SECOND[Math.floor(given / FIRST.length) % SECOND.length];
  const phone = `137${String(every).padStart(8, "0")}`;
  const address = `学府路${(every % 300) + 1}号${101 + (every % 6)}室`;
  const place = `${division}000000`;
  return {
    name, sex: "1", birth_date: birth, birth_place: place, native_place: "江苏省", ethnicity: "01", nationality: "CHN", id_kind: "1",
    id_number: residentId(COUNTIES[n % COUNTIES.length], birth, serial * 2 + 1), hmt_status: "00", political: "13", health: "10", hukou_place: place, hukou_kind: "3",
    grade: "1", class_name: className, entry_month: `${year}09`, entry_mode: "11", attendance: "1", source: "1", current_address: address,
    mail_address: address, home_address: address, phone, postcode: "210000", only_child: "1", preschool: "1", left_behind: "0", migrant: "0",
    orphan: "0", martyr: "0", inclusive: "0", disability: "0", needs_aid: "0", gets_aid: "0", distance: "3", commute_mode: "1",
    member1_name: `${surname}建国`, member1_kinship: "51", member1_address: address, member1_hukou: place, member1_phone: phone, member1_guardian: "1",
    member2_name: `${SURNAMES[(every + 7) % SURNAMES.length]}秀英`, member2_kinship: "52", member2_address: address,
    member2_phone: `187${String(every).padStart(8, "0")}`, member2_guardian: "1",
  };
}

/** The day on which the school year began: what a school says for those who came then. */
export const entryDate = () => `${schoolYear()}-09-01`;

/** A table of them (.csv), with every column of the template. */
export function file(children) {
  const keys = Object.keys(ITEMS);
  const head = [...keys.map((key) => ITEMS[key]), ...EMPTY].join(",");
  const lines = children.map((child) => [...keys.map((key) => child[key]), ...EMPTY.map(() => "")].join(","));
  return { name: "一年级.csv", bytes: Buffer.from(`${[head, ...lines].join("\r\n")}\r\n`) };
}

/** One of them as the form of entry sends it. */
export function entry(child) {
  const values = { ...child, entry_date: entryDate() };
  return Object.entries(values).map(([key, value]) => [`values[${key}]`, value]);
}
