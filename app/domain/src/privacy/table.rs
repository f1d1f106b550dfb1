//! The table of classes: every item of the form and every kind of archive entry, under the ground it is collected on.

use super::Class::{self, Optional, Statutory};
use super::Item::{self, Entry as E, Form as F};
use crate::archive::EntryKind as K;
use crate::form::Field as I;

/// Items of one class, with the ground beside them.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What they have in common, as a heading.
    pub title: &'static str,
    /// 法定必填 or 选填·须同意.
    pub class: Class,
    /// Whether a leak of just these harms most (敏感). Of a child below 14 everything is sensitive (个人信息保护法第二十八条).
    pub sensitive: bool,
    /// What they are collected for.
    pub purpose: &'static str,
    /// What the collecting rests on.
    pub ground: &'static str,
    /// The items.
    pub items: &'static [Item],
}

const BASIC: &str = "《中小学生学籍管理办法》第七条第一项（学籍基础信息）";
const DEVELOPMENT: &str = "《中小学生学籍管理办法》第七条第三项（综合素质发展报告）";
const HEALTH: &str = "《中小学生学籍管理办法》第七条第四项（体质健康及预防接种信息）";
const AWARDS: &str = "《中小学生学籍管理办法》第七条第五项（在校期间的获奖信息）";
const AID: &str = "《中小学生学籍管理办法》第七条第六项（享受资助信息）";
const PROVINCIAL: &str = "《中小学生学籍管理办法》第七条第七项（省级教育行政部门规定的其他信息）";
const CONSENT: &str = "《个人信息保护法》第十三条第一款第一项、第三十一条：父母或者其他监护人同意";

/// Every item once.
pub const TABLE: &[Row] = &[
    Row {
        title: "身份信息",
        class: Statutory,
        sensitive: false,
        purpose: "确认学生身份，一人一籍",
        ground: BASIC,
        items: &[
            F(I::Name),
            F(I::Sex),
            F(I::BirthPlace),
            F(I::NativePlace),
            F(I::Nationality),
            F(I::IdKind),
            F(I::HmtStatus),
            F(I::Political),
            F(I::Pinyin),
            F(I::IdValidity),
            F(I::HukouPlace),
            F(I::HukouKind),
        ],
    },
    Row {
        title: "身份信息（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "确认学生身份，一人一籍",
        ground: BASIC,
        items: &[F(I::BirthDate), F(I::Ethnicity), F(I::IdNumber), F(I::Photo), F(I::FormerName)],
    },
    Row {
        title: "就读信息",
        class: Statutory,
        sensitive: false,
        purpose: "编排年级班级，办理学籍变动",
        ground: BASIC,
        items: &[
            F(I::AuxNumber),
            F(I::ClassNumber),
            F(I::Grade),
            F(I::ClassName),
            F(I::EntryMonth),
            F(I::EntryMode),
            F(I::Attendance),
            F(I::Source),
            F(I::Preschool),
            F(I::BoughtPlace),
        ],
    },
    Row {
        title: "联系信息（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "与家庭联系，控辍保学",
        ground: BASIC,
        items: &[F(I::CurrentAddress), F(I::MailAddress), F(I::HomeAddress), F(I::Phone)],
    },
    Row {
        title: "联系信息",
        class: Statutory,
        sensitive: false,
        purpose: "与家庭联系",
        ground: BASIC,
        items: &[F(I::Postcode)],
    },
    Row {
        title: "健康与家庭处境（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "落实随班就读、资助、关爱等保障",
        ground: BASIC,
        items: &[
            F(I::Health),
            F(I::OnlyChild),
            F(I::LeftBehind),
            F(I::Migrant),
            F(I::Orphan),
            F(I::Martyr),
            F(I::Inclusive),
            F(I::Disability),
            F(I::NeedsAid),
            F(I::GetsAid),
        ],
    },
    Row {
        title: "上下学",
        class: Statutory,
        sensitive: false,
        purpose: "安排校车，保障上下学安全",
        ground: BASIC,
        items: &[F(I::Distance), F(I::CommuteMode), F(I::SchoolBus)],
    },
    Row {
        title: "家庭成员或监护人",
        class: Statutory,
        sensitive: false,
        purpose: "确认监护人，办理须由监护人申请的事项",
        ground: BASIC,
        items: &[
            F(I::Member1Kinship),
            F(I::Member1KinshipNote),
            F(I::Member1Hukou),
            F(I::Member1Guardian),
            F(I::Member1IdKind),
            F(I::Member2Kinship),
            F(I::Member2KinshipNote),
            F(I::Member2Hukou),
            F(I::Member2Guardian),
            F(I::Member2IdKind),
        ],
    },
    Row {
        title: "家庭成员或监护人（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "确认监护人，与监护人联系",
        ground: BASIC,
        items: &[
            F(I::Member1Name),
            F(I::Member1Ethnicity),
            F(I::Member1Address),
            F(I::Member1Phone),
            F(I::Member1IdNumber),
            F(I::Member2Name),
            F(I::Member2Ethnicity),
            F(I::Member2Address),
            F(I::Member2Phone),
            F(I::Member2IdNumber),
        ],
    },
    Row {
        title: "学业与社会实践",
        class: Statutory,
        sensitive: false,
        purpose: "建立学籍档案",
        ground: DEVELOPMENT,
        items: &[E(K::Exam), E(K::Skill), E(K::Service), E(K::Report)],
    },
    Row {
        title: "体质健康（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "建立学籍档案",
        ground: HEALTH,
        items: &[E(K::Fitness), E(K::CheckUp), E(K::Vaccination)],
    },
    Row {
        title: "获奖",
        class: Statutory,
        sensitive: false,
        purpose: "建立学籍档案",
        ground: AWARDS,
        items: &[E(K::Award)],
    },
    Row {
        title: "资助（敏感）",
        class: Statutory,
        sensitive: true,
        purpose: "建立学籍档案",
        ground: AID,
        items: &[E(K::Aid)],
    },
    Row {
        title: "省级规定的信息",
        class: Statutory,
        sensitive: false,
        purpose: "建立学籍档案",
        ground: PROVINCIAL,
        items: &[E(K::Extra)],
    },
    Row {
        title: "特长与其他联系方式",
        class: Optional,
        sensitive: false,
        purpose: "便于学校了解和联系学生",
        ground: CONSENT,
        items: &[F(I::Talent), F(I::Email), F(I::Homepage)],
    },
    Row {
        title: "民族文字姓名",
        class: Optional,
        sensitive: false,
        purpose: "在证书、学生卡和表册上与汉字姓名并列",
        ground: CONSENT,
        items: &[F(I::NativeName), F(I::NativeLanguage)],
    },
    Row {
        title: "家庭成员的工作单位和职务（敏感）",
        class: Optional,
        sensitive: true,
        purpose: "便于学校与家庭联系",
        ground: CONSENT,
        items: &[F(I::Member1Workplace), F(I::Member1Post), F(I::Member2Workplace), F(I::Member2Post)],
    },
];
