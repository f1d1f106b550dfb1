// Searches (查询) at every level. What is searched for are the pupils of the demo, as the lists of a school show them.
import { connections } from "../client.js";
import { Series, closed, print, row } from "../measure.js";

/** Searches of each kind at each level. An account may look two thousand times in an hour before it is shown nothing more. */
const TIMES = 40;

/** How the demo's commonest names sound; of others no pinyin is searched for. */
const SOUNDS = {
  王: "wang", 李: "li", 张: "zhang", 刘: "liu", 陈: "chen", 杨: "yang", 黄: "huang", 赵: "zhao", 吴: "wu", 周: "zhou", 徐: "xu", 孙: "sun",
  马: "ma", 朱: "zhu", 胡: "hu", 郭: "guo", 何: "he", 高: "gao", 林: "lin", 罗: "luo", 郑: "zheng", 梁: "liang", 谢: "xie", 宋: "song",
  唐: "tang", 许: "xu", 韩: "han", 冯: "feng", 邓: "deng", 曹: "cao", 彭: "peng", 肖: "xiao", 田: "tian", 董: "dong", 袁: "yuan", 潘: "pan",
  子: "zi", 轩: "xuan", 浩: "hao", 宇: "yu", 俊: "jun", 杰: "jie", 博: "bo", 文: "wen", 明: "ming", 致: "zhi", 远: "yuan", 思: "si",
  源: "yuan", 天: "tian", 佑: "you", 一: "yi", 鸣: "ming", 嘉: "jia", 树: "shu", 云: "yun", 飞: "fei", 书: "shu", 航: "hang", 知: "zhi",
  家: "jia", 豪: "hao", 鹏: "peng", 程: "cheng", 欣: "xin", 怡: "yi", 雨: "yu", 桐: "tong", 诺: "nuo", 静: "jing", 佳: "jia", 宁: "ning",
  心: "xin", 秋: "qiu", 月: "yue", 雅: "ya", 晓: "xiao", 琳: "lin",
};

/** Up to so many pupils of the first pages of a list. */
async function listed(client, most) {
  const found = [];
  for (let after = ""; found.length < most; ) {
    const { given } = await client.ask("pupils", { after });
    found.push(...given.page.rows);
    if (!given.page.next) break;
    after = given.page.next;
  }
  return found.slice(0, most);
}

/** The whole 学籍号 of a pupil, shown for a reason as at a desk. */
async function number(client, pupil) {
  await client.form("reveal", { person: pupil.id, item: "number", reason: "性能测试，核对学籍号" });
  const { given } = await client.ask("form_state", { form: `reveal/${pupil.id}` });
  return given.done?.match(/[GLJ][0-9X]{18}/)?.[0];
}

/** What is typed, by kind. */
async function sought(client) {
  const pupils = await listed(client, 150);
  const plain = pupils.filter((pupil) => pupil.name.length >= 2 && pupil.name.length <= 3 && [...pupil.name].every((c) => SOUNDS[c]));
  const numbers = [];
  for (const pupil of pupils.slice(0, 8)) numbers.push(await number(client, pupil));
  const syllables = plain.map((pupil) => [...pupil.name].map((c) => SOUNDS[c]));
  return {
    "surname": [...new Set(pupils.map((pupil) => pupil.name[0]))],
    "whole name": pupils.map((pupil) => pupil.name),
    "pinyin": syllables.map((all) => all.join("")),
    "first letters": syllables.map((all) => all.map((one) => one[0]).join("")),
    "number": numbers.filter(Boolean),
  };
}

export async function search({ server, who }) {
  const kinds = await sought(who.registrar);
  const levels = { school: who.registrar, county: who.county.registrar, city: who.city, province: who.province, nation: who.nation };
  const rows = [];
  for (const [level, client] of Object.entries(levels)) {
    for (const [kind, words] of Object.entries(kinds)) {
      if (words.length === 0) {
        console.log(`  ${kind}: the list shows nobody whose words could be searched for`);
        continue;
      }
      const agent = connections(1);
      const by = client.through(agent);
      const kept = new Series();
      const found = new Series();
      let bytes = Buffer.alloc(0);
      for (let n = 0; n < TIMES; n += 1) {
        const text = words[n % words.length];
        try {
          kept.times.push((await by.form("search_pupils", { text, grade: "" })).ms);
          const answer = await by.post("pupils", {}, "application/json");
          if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.toString().slice(0, 200)}`);
          const list = JSON.parse(answer.body);
          if (list.problem) throw new Error(list.problem);
          // Whoever is searched for by his own words is there to be found.
          if (list.page.rows.length === 0) throw new Error("nobody was found");
          found.times.push(answer.ms);
          bytes = answer.body;
        } catch (error) {
          found.fail(error);
        }
      }
      found.seconds = found.times.reduce((sum, ms) => sum + ms, 0) / 1000;
      kept.seconds = kept.times.reduce((sum, ms) => sum + ms, 0) / 1000;
      const file = server.file(bytes);
      const floor = await closed(1, { times: TIMES }, async () => (await by.get(file)).ms);
      rows.push(row(`${kind}, ${level}`, 1, found, floor));
      if (kind === "whole name") rows.push(row(`  words kept, ${level}`, 1, kept));
      agent.destroy();
    }
  }
  await who.registrar.form("search_pupils", { text: "", grade: "" });
  print("searches; floor: the same bytes as a file", rows);
}
