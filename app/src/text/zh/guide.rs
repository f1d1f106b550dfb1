//! 办事指南 and the text of the regulation: pages everybody may read.

pub const TITLE: &str = "办事指南";
pub const LINK: &str = "办事指南";
pub const LEAD: &str = "要办什么事、谁来办、带什么材料、多长时间，都写在这里。不用登录就能看。";
pub const FOR_GUARDIANS: &str = "家长和其他监护人";
pub const FOR_SCHOOLS: &str = "由学校办理";
pub const ALL: &str = "全部办事指南";

pub const WHO: &str = "谁来办";
pub const PAPERS: &str = "要带的材料";
pub const NO_PAPERS: &str = "不需要另交材料。";
pub const ONE_OF: &str = "下面任选一种：";
pub const STEPS: &str = "怎么办，谁决定";
pub const DAYS: &str = "多长时间";
pub const LIMITS: &str = "本地的规定";
pub const LIMITS_NATION: &str = "全国的规定";
pub const LIMIT: &str = "项目";
pub const VALUE: &str = "规定";
pub const SOURCE: &str = "文件";
pub const HERE: &str = "时间和规定按您所在地显示。";
pub const NATION: &str = "时间和规定按全国统一规定显示；各省另有规定的，登录后按您所在地显示。";
pub const RESULT: &str = "办好以后";
pub const BASIS: &str = "依据";

pub const REGULATION: &str = "中小学生学籍管理办法";
pub const REGULATION_CAPTION: &str = "教基一〔2013〕7号";
pub const REGULATION_LINK: &str = "《中小学生学籍管理办法》全文";
