//! The kinds of entry: one line a column. Categories one and two are not here: the basic information is the form, the proofs
//! are files.

use super::category::Category;
use super::column::{Column, ColumnKind};
use crate::calendar::{SchoolYear, Term, school_year, term};
use crate::form::parse_date;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The time an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A term (学期), `2026-1`.
    Term,
    /// A school year (学年), `2026`.
    Year,
    /// A day, `2026-05-01`.
    Day,
    /// It holds until it is changed.
    Standing,
}

impl Period {
    /// The canonical key of what was typed or chosen.
    ///
    /// # Errors
    /// A sentence for who typed it.
    pub fn read(self, text: &str, today: NaiveDate) -> Result<String, String> {
        let text = &crate::text::line(text).text;
        match self {
            Self::Standing => Ok(String::new()),
            Self::Term => match Term::from_key(text) {
                Some(chosen) if chosen.first_day() > today => Err("该学期还没有开始。".into()),
                Some(chosen) if chosen.first_day().year() >= 1990 => Ok(chosen.key()),
                _ => Err("请选择学期。".into()),
            },
            Self::Year => match text.parse::<i32>() {
                Ok(year) if (1990..=9000).contains(&year) => {
                    if SchoolYear::starting_in(year).first_day() > today {
                        Err("该学年还没有开始。".into())
                    } else {
                        Ok(year.to_string())
                    }
                }
                _ => Err("请选择学年。".into()),
            },
            Self::Day => match parse_date(text) {
                Some(day) if day > today => Err("日期不能晚于今天。".into()),
                Some(day) if day.year() >= 1990 => Ok(day.to_string()),
                _ => Err("没有填写日期，或不是有效的日期。请按 2026-09-01 的样式填写。".into()),
            },
        }
    }

    /// A canonical key in words.
    pub fn words(self, key: &str) -> String {
        match self {
            Self::Term => Term::from_key(key).map_or_else(|| key.to_owned(), |term| term.to_string()),
            Self::Year => key
                .parse::<i32>()
                .map_or_else(|_| key.to_owned(), |year| SchoolYear::starting_in(year).to_string()),
            Self::Day => crate::form::chinese_date(key),
            Self::Standing => String::new(),
        }
    }

    /// What can be chosen on that day, newest first: eight terms, four years; nothing where a day is typed.
    pub fn choices(self, today: NaiveDate) -> Vec<(String, String)> {
        match self {
            Self::Term => std::iter::successors(Some(term(today)), |term| Some(term.previous()))
                .take(8)
                .map(|term| (term.key(), term.to_string()))
                .collect(),
            Self::Year => (0..4)
                .map(|n| school_year(today).start_year() - n)
                .map(|year| (year.to_string(), SchoolYear::starting_in(year).to_string()))
                .collect(),
            Self::Day | Self::Standing => Vec::new(),
        }
    }
}

macro_rules! entry_kinds {
    ($($(#[$doc:meta])* $variant:ident $key:literal $label:literal $category:ident $period:ident,)*) => {
        /// What can be filed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EntryKind { $($(#[$doc])* $variant,)* }

        impl EntryKind {
            /// Every kind, in the order of the categories.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Stable name in the store, in addresses and in forms.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Under which category it is filed.
            pub fn category(self) -> Category {
                match self { $(Self::$variant => Category::$category,)* }
            }

            /// The time it is about.
            pub fn period(self) -> Period {
                match self { $(Self::$variant => Period::$period,)* }
            }
        }
    };
}

entry_kinds! {
    /// Marks of a subject in a term.
    Exam "exam" "学业考试成绩" Development Term,
    /// A skill in sport or art.
    Skill "skill" "体育运动技能与艺术特长" Development Term,
    /// Community service and social practice.
    Service "service" "社区服务和社会实践" Development Day,
    /// The class teacher's words at the end of a term.
    Report "report" "综合素质评语" Development Term,
    /// The yearly test of 《国家学生体质健康标准》.
    Fitness "fitness" "体质健康测试" Health Year,
    /// A health check-up.
    CheckUp "check_up" "健康体检" Health Day,
    /// A vaccination, or the sighting of its certificate at entry.
    Vaccination "vaccination" "预防接种" Health Day,
    /// An award.
    Award "award" "获奖信息" Awards Day,
    /// Financial aid received in a term.
    Aid "aid" "享受资助信息" Aid Term,
    /// What the province asks for; its columns are the province's own.
    Extra "extra" "省级规定的其他信息" Provincial Standing,
}

const SUBJECTS: [&str; 18] = [
    "语文",
    "数学",
    "英语",
    "道德与法治",
    "思想政治",
    "科学",
    "物理",
    "化学",
    "生物学",
    "历史",
    "地理",
    "体育与健康",
    "音乐",
    "美术",
    "艺术",
    "信息科技",
    "劳动",
    "综合实践活动",
];
const VACCINES: [&str; 12] = [
    "乙肝疫苗",
    "卡介苗",
    "脊灰疫苗",
    "百白破疫苗",
    "白破疫苗",
    "麻腮风疫苗",
    "乙脑疫苗",
    "A群流脑多糖疫苗",
    "A群C群流脑多糖疫苗",
    "甲肝疫苗",
    "接种证查验",
    "其他疫苗",
];
const AID: [&str; 8] = [
    "家庭经济困难学生生活补助",
    "普通高中国家助学金",
    "免学杂费",
    "免费教科书",
    "营养改善计划",
    "特殊教育补助",
    "社会资助",
    "其他资助",
];

fn text(max: usize) -> ColumnKind {
    ColumnKind::Text { max }
}

fn number(min: i64, max: i64, decimals: u8, unit: &str) -> ColumnKind {
    ColumnKind::Number { min, max, decimals, unit: unit.into() }
}

fn choice(options: &[&str]) -> ColumnKind {
    ColumnKind::Choice { options: options.iter().map(|option| (*option).to_owned()).collect() }
}

impl EntryKind {
    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// Its columns. Those of [`EntryKind::Extra`] come from the province's rules instead.
    pub fn columns(self) -> Vec<Column> {
        let must = Column::required;
        let may = Column::optional;
        match self {
            Self::Exam => vec![
                must("subject", "科目", choice(&SUBJECTS)),
                must("mark", "成绩", ColumnKind::Mark),
                may("note", "备注", text(40)),
            ],
            Self::Skill => vec![
                must("area", "类别", choice(&["体育", "艺术", "科技", "其他"])),
                must("item", "项目", text(40)),
                may("level", "水平或等级", text(40)),
                may("note", "评价", text(200)),
            ],
            Self::Service => vec![
                must("activity", "活动", text(60)),
                may("place", "地点", text(60)),
                must("hours", "时长", number(5, 2000, 1, "小时")),
                may("note", "评价", text(200)),
            ],
            Self::Report => vec![
                must("words", "评语", text(500)),
                may("grade", "综合等第", choice(&["优秀", "良好", "合格", "待提高"])),
            ],
            Self::Fitness => vec![
                must("height", "身高", number(600, 2300, 1, "厘米")),
                must("weight", "体重", number(100, 2000, 1, "千克")),
                may("lung", "肺活量", number(200, 9999, 0, "毫升")),
                may("sprint", "50米跑", number(50, 300, 1, "秒")),
                may("reach", "坐位体前屈", number(-300, 500, 1, "厘米")),
                may("rope", "一分钟跳绳", number(0, 300, 0, "次")),
                may("strength", "仰卧起坐或引体向上", number(0, 150, 0, "次")),
                may("jump", "立定跳远", number(30, 400, 0, "厘米")),
                may("run", "耐力跑", ColumnKind::Time),
                may("total", "总分", number(0, 1200, 1, "分")),
                must("grade", "等级", choice(&["优秀", "良好", "及格", "不及格", "免予执行"])),
            ],
            Self::CheckUp => vec![
                must("place", "体检机构", text(60)),
                may("left", "左眼裸眼视力", number(30, 53, 1, "")),
                may("right", "右眼裸眼视力", number(30, 53, 1, "")),
                may("teeth", "龋齿", number(0, 32, 0, "颗")),
                must("result", "结论", text(200)),
            ],
            Self::Vaccination => vec![
                must("vaccine", "疫苗", choice(&VACCINES)),
                must("dose", "剂次", number(1, 6, 0, "")),
                may("place", "接种单位", text(60)),
                may("note", "备注", text(60)),
            ],
            Self::Award => vec![
                must("title", "奖项", text(60)),
                must("level", "级别", choice(&["国家级", "省级", "市级", "县级", "校级"])),
                may("rank", "名次或等第", text(20)),
                must("by", "颁奖单位", text(60)),
            ],
            Self::Aid => vec![
                must("programme", "项目", choice(&AID)),
                must("amount", "金额", number(0, 10_000_000, 2, "元")),
                may("note", "备注", text(60)),
            ],
            Self::Extra => Vec::new(),
        }
    }

    /// The columns that, with the period, say which entry it is: a second one of the same takes the place of the first.
    pub fn identity(self) -> &'static [&'static str] {
        match self {
            Self::Exam => &["subject"],
            Self::Vaccination => &["vaccine", "dose"],
            Self::Aid => &["programme"],
            Self::Award => &["title"],
            Self::Skill => &["item"],
            Self::Service => &["activity"],
            Self::Report | Self::Fitness | Self::CheckUp | Self::Extra => &[],
        }
    }

    /// The columns that a class's sheet asks for once, above the list.
    pub fn common(self) -> &'static [&'static str] {
        match self {
            Self::Exam => &["subject"],
            Self::Vaccination => &["vaccine", "dose", "place"],
            Self::Aid => &["programme"],
            Self::Award => &["title", "level", "by"],
            Self::Skill => &["area", "item"],
            Self::Service => &["activity", "place"],
            Self::CheckUp => &["place"],
            Self::Report | Self::Fitness | Self::Extra => &[],
        }
    }
}
