//! 办事指南 and the text of the regulation: pages everybody may read.

use crate::text::words::words;

words! {
    TITLE: "办事指南" / "Guide";
    LINK: "办事指南" / "Guide";
    LEAD: "要办什么事、谁来办、带什么材料、多长时间，都写在这里。不用登录就能看。"
        / "What can be done, who does it, which papers are needed and how long it takes. No sign-in is needed to read this.";
    FOR_GUARDIANS: "家长和其他监护人" / "For parents and other guardians";
    FOR_SCHOOLS: "由学校办理" / "Done by the school";
    ALL: "全部办事指南" / "All guides";
    WHO: "谁来办" / "Who applies";
    PAPERS: "要带的材料" / "Papers to bring";
    NO_PAPERS: "不需要另交材料。" / "No further papers are needed.";
    ONE_OF: "下面任选一种：" / "One of these:";
    STEPS: "怎么办，谁决定" / "How it goes, and who decides";
    DAYS: "多长时间" / "How long it takes";
    LIMITS: "本地的规定" / "Local rules";
    LIMITS_NATION: "全国的规定" / "National rules";
    LIMIT: "项目" / "About";
    VALUE: "规定" / "Rule";
    SOURCE: "文件" / "Document";
    HERE: "时间和规定按您所在地显示。" / "Times and rules are those of where you are.";
    NATION: "时间和规定按全国统一规定显示；各省另有规定的，登录后按您所在地显示。"
        / "Times and rules are those of the nation; where a province has others, they are shown after you sign in.";
    RESULT: "办好以后" / "When it is done";
    BASIS: "依据" / "What it rests on";
    REGULATION: "中小学生学籍管理办法" / "Regulation on the records of primary and secondary school pupils";
    REGULATION_CAPTION: "教基一〔2013〕7号" / "Jiao Ji Yi [2013] No. 7";
    LAW_IS_CHINESE: "法规原文为中文。" / "The text of the law is in Chinese.";
    REGULATION_LINK: "《中小学生学籍管理办法》全文" / "The whole text of the regulation";
}
