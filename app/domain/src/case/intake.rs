//! 申请途径 (第十条, 第十三条): how a correction came to the school. On the guardian's phone, on paper at the school's counter, or because the
//! school found an error itself. What is decided, by whom and with which proof is the same.

use super::{Link, procedure, registration};
use crate::form::{GuardianSlot, chinese_date};
use crate::org::Unit;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How a correction came to the school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// 监护人网上申请
    #[default]
    Online,
    /// 柜台受理的书面申请
    Counter(Application),
    /// 学校发现的错误
    Found {
        /// What is wrong, and how it was found.
        reason: String,
    },
}

/// 书面申请, as it lies on the counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Who applies.
    pub applicant: Applicant,
    /// 申请人姓名
    pub name: String,
    /// 与学生的关系, in words.
    pub kinship: String,
    /// The day that stands on the paper.
    pub dated: NaiveDate,
}

/// Who applies on paper (第十条: 学生父母或其他监护人; a pupil who is of age has none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// A guardian who stands on the record.
    Recorded(GuardianSlot),
    /// A guardian who does not yet.
    OtherGuardian,
    /// 学生本人, from eighteen on (民法典第十七条).
    Pupil,
}

/// Years from which a pupil applies in his own name.
const OF_AGE: u32 = 18;

impl Applicant {
    /// Every applicant.
    pub const ALL: [Self; 4] = [
        Self::Recorded(GuardianSlot::First),
        Self::Recorded(GuardianSlot::Second),
        Self::OtherGuardian,
        Self::Pupil,
    ];

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Recorded(slot) => slot.key(),
            Self::OtherGuardian => "other",
            Self::Pupil => "pupil",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Whether who was born on a day is old enough to apply for this one on another.
    pub fn is_of_age(born: NaiveDate, on: NaiveDate) -> bool {
        born.checked_add_months(Months::new(OF_AGE * 12)).is_some_and(|day| day <= on)
    }
}

impl Intake {
    /// Whether the school's registrar opened it.
    pub fn is_schools(&self) -> bool {
        *self != Self::Online
    }

    /// Whether nobody asked: the school found the error itself.
    pub fn is_found(&self) -> bool {
        matches!(self, Self::Found { .. })
    }

    /// The Chinese term.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Online => "监护人网上申请",
            Self::Counter(_) => "学校柜台代为受理",
            Self::Found { .. } => "学校更正发现的错误",
        }
    }

    /// How it came in, for everybody who may see the case: no names, no free words.
    pub fn told(&self) -> String {
        match self {
            Self::Counter(paper) => {
                let day = chinese_date(&paper.dated.to_string());
                // Who is not on record writes who he is in his own words: those are for who works with the record.
                let who = match paper.applicant {
                    Applicant::OtherGuardian => "其他监护人",
                    Applicant::Recorded(_) | Applicant::Pupil => paper.kinship.as_str(),
                };
                format!("{}（{who}{day}的书面申请）", self.label())
            }
            Self::Online | Self::Found { .. } => self.label().to_owned(),
        }
    }

    /// The same for who works with the record: with the applicant's name, or with what the school found.
    pub fn told_whole(&self) -> String {
        match self {
            Self::Online => self.label().to_owned(),
            Self::Counter(paper) => format!("{}；申请人：{}（{}）", self.told(), paper.name, paper.kinship),
            Self::Found { reason } => format!("{}：{reason}", self.label()),
        }
    }

    /// What is wrong with it, everything at once. `born` is the pupil's day of birth on record.
    ///
    /// # Errors
    /// Who applies, name, kinship and day of the paper; the reason of an error that the school found.
    pub fn check(&self, today: NaiveDate, born: NaiveDate) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        match self {
            Self::Online => {}
            Self::Counter(paper) => paper.check(today, born, &mut wrong),
            Self::Found { reason } => {
                if crate::text::length(reason) < 4 {
                    wrong.push(Refusal::new(
                        RefusalCode::Reason,
                        Basis::Article(13),
                        "没有写明学校发现了什么错误。",
                        "请写明哪里有误、怎样发现的，例如“核对户口簿时发现出生日期录错”。",
                    ));
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Who decides. What a guardian asks for on the phone is verified by the school's registrar first; at the counter, and where the
    /// school found the error, a registrar has verified it by taking it in, and the chain goes on with the leader: the same four people,
    /// and a school with one registrar comes to its end, too.
    ///
    /// # Errors
    /// When the school has no competent authority.
    pub fn chain(&self, school: &Unit, authority: &Unit) -> Result<Vec<Link>, Refusal> {
        match self {
            Self::Online => super::correction::chain(school, authority),
            Self::Counter(_) | Self::Found { .. } => registration::chain(school, authority),
        }
    }
}

impl Application {
    fn check(&self, today: NaiveDate, born: NaiveDate, wrong: &mut Vec<Refusal>) {
        let article = Basis::Article(10);
        if self.applicant == Applicant::Pupil && !Applicant::is_of_age(born, self.dated) {
            wrong.push(
                Refusal::new(
                    RefusalCode::Guardian,
                    article.clone(),
                    "未满十八周岁的学生，由父母或其他监护人提出申请。",
                    "请选择提出申请的监护人。",
                )
                .beside("applicant"),
            );
        }
        if crate::text::length(&self.name) < 2 {
            let refusal = procedure(RefusalCode::Name, "没有填写申请人的姓名。", "请按书面申请填写。");
            wrong.push(refusal.beside("applicant_name"));
        }
        if self.kinship.is_empty() {
            let what = "没有填写申请人与学生的关系。";
            let refusal = procedure(RefusalCode::Guardian, what, "请按书面申请填写，例如“祖父”。");
            wrong.push(refusal.beside("kinship"));
        }
        if self.dated > today {
            wrong.push(Refusal::new(
                RefusalCode::Dated,
                article,
                "书面申请的日期晚于今天。",
                "请按书面申请上写的日期填写；日期写错的，请申请人改正并签名。",
            ));
        } else if self.dated < born {
            wrong.push(Refusal::new(
                RefusalCode::Dated,
                article,
                "书面申请的日期早于学生的出生日期。",
                "请核对书面申请上的日期。",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn paper(applicant: Applicant, dated: &str) -> Application {
        Application { applicant, name: "王强".into(), kinship: "父亲".into(), dated: day(dated) }
    }

    fn codes(intake: &Intake) -> Vec<String> {
        let told = intake.check(day("2026-09-07"), day("2019-11-02")).err().unwrap_or_default();
        told.into_iter().map(|refusal| refusal.code.to_string()).collect()
    }

    const FATHER: Applicant = Applicant::Recorded(GuardianSlot::First);

    #[test]
    fn article_10_a_paper_is_dated_between_birth_and_today_and_says_who_applies() {
        let counter = |paper| Intake::Counter(paper);
        assert_eq!(codes(&counter(paper(FATHER, "2026-09-07"))), Vec::<String>::new());
        assert_eq!(codes(&counter(paper(FATHER, "2019-11-02"))), Vec::<String>::new());
        assert_eq!(codes(&counter(paper(FATHER, "2026-09-08"))), ["dated"]);
        assert_eq!(codes(&counter(paper(FATHER, "2019-11-01"))), ["dated"]);
        let nobody =
            Application { name: String::new(), kinship: String::new(), ..paper(FATHER, "2026-09-01") };
        assert_eq!(codes(&counter(nobody)), ["name", "guardian"]);
        // A pupil of six years has guardians, who apply.
        assert_eq!(codes(&counter(paper(Applicant::Pupil, "2026-09-01"))), ["guardian"]);
        let of_age = counter(paper(Applicant::Pupil, "2026-09-01"));
        assert_eq!(of_age.check(day("2026-09-07"), day("2008-09-01")), Ok(()));
        assert!(of_age.check(day("2026-09-07"), day("2008-09-02")).is_err());
    }

    #[test]
    fn article_13_the_school_says_what_it_found() {
        let found = |reason: &str| Intake::Found { reason: reason.into() };
        assert_eq!(codes(&found(" 错 ")), ["reason"]);
        assert_eq!(codes(&found("核对户口簿时发现录错")), Vec::<String>::new());
        assert_eq!(codes(&Intake::Online), Vec::<String>::new());
    }

    #[test]
    fn article_10_who_asked_is_told_without_a_name_to_those_who_only_look() {
        let counter = Intake::Counter(paper(FATHER, "2026-09-01"));
        assert_eq!(counter.told(), "学校柜台代为受理（父亲2026年9月1日的书面申请）");
        assert!(counter.told_whole().contains("王强"));
        let found = Intake::Found { reason: "户口簿为准".into() };
        assert!(!found.told().contains("户口簿") && found.told_whole().contains("户口簿"));
    }

    #[test]
    fn the_applicants_have_one_name_each() {
        for one in Applicant::ALL {
            assert_eq!(Applicant::from_key(one.key()), Some(one));
        }
        assert_eq!(Applicant::from_key(""), None);
    }

    proptest! {
        /// Whatever day stands on the paper: it holds exactly from the birth to today.
        #[test]
        fn article_10_no_other_day_holds(days in -4000_i64..4000) {
            let (today, born) = (day("2026-09-07"), day("2019-11-02"));
            let dated = today + chrono::Duration::days(days);
            let intake = Intake::Counter(Application { dated, ..paper(FATHER, "2026-09-01") });
            prop_assert_eq!(intake.check(today, born).is_ok(), born <= dated && dated <= today);
        }
    }
}
