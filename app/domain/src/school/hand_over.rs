//! Many schools that come to answer to another authority by one act (划转一批学校, 第三条、第九条): what is wrong with the act, and how far
//! each school is. A code says in which province it was given out and not in which county: it stays what it is.

use crate::id::UnitId;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most schools of one act.
pub const SCHOOLS_MOST: usize = 200;
/// How many days ahead an act may be put down.
const DAYS_AHEAD: u64 = 366;

/// How far one school of the act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedState {
    /// 待划转: its turn has yet to come
    Pending,
    /// 待有关事项办结: something has to be finished first; it is tried again
    Held,
    /// 办理中: it answers to the new authority, what was written of it is being placed
    Moving,
    /// 已划转
    Over,
    /// 未划转: it is closed, or answers to another authority by now
    LeftOut,
}

impl HandedState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Held, Self::Moving, Self::Over, Self::LeftOut];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "待划转",
            Self::Held => "待有关事项办结",
            Self::Moving => "办理中",
            Self::Over => "已划转",
            Self::LeftOut => "未划转",
        }
    }

    /// Whether nothing more happens to the school by this act.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Over | Self::LeftOut)
    }

    /// Whether the act still has to look at the school.
    pub fn is_to_be_tried(self) -> bool {
        matches!(self, Self::Pending | Self::Held)
    }
}

fn refused(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
    Refusal::new(code, Basis::Article(3), what, remedy)
}

/// What is wrong with the choice of schools: none, too many, one twice.
pub fn choice_refused(schools: &[UnitId]) -> Option<Refusal> {
    let once: BTreeSet<&UnitId> = schools.iter().collect();
    let (what, remedy) = match schools.len() {
        0 => ("没有选择要划转的学校。".to_owned(), "请勾选学校，或选择全部学校。"),
        n if n > SCHOOLS_MOST => {
            (format!("一次最多划转{SCHOOLS_MOST}所学校，现有{n}所。"), "请按批准文件分次提出。")
        }
        n if once.len() < n => ("同一所学校选择了两次。".to_owned(), "请重新选择学校。"),
        _ => return None,
    };
    Some(refused(RefusalCode::Schools, &what, remedy))
}

/// What is wrong with the day of the act. It may lie ahead: the schools go over on that day.
pub fn hand_over_day_refused(on: NaiveDate, today: NaiveDate) -> Option<Refusal> {
    let last = today.checked_add_days(Days::new(DAYS_AHEAD))?;
    (on > last).then(|| refused(RefusalCode::On, "生效日期在一年以后。", "请核对批准文件上的生效日期。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_3_an_act_names_each_school_once_and_a_day_within_a_year() {
        let school = |n: usize| -> UnitId { format!("2132{n:06}").parse().unwrap() };
        let some = |n: usize| (1..=n).map(school).collect::<Vec<_>>();
        assert!(choice_refused(&some(1)).is_none() && choice_refused(&some(SCHOOLS_MOST)).is_none());
        for wrong in [Vec::new(), some(SCHOOLS_MOST + 1), vec![school(1), school(2), school(1)]] {
            assert_eq!(choice_refused(&wrong).unwrap().control(), "schools");
        }
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-09-07");
        for good in ["2020-01-01", "2026-09-07", "2027-09-01"] {
            assert!(hand_over_day_refused(day(good), today).is_none(), "{good}");
        }
        assert_eq!(hand_over_day_refused(day("2027-10-01"), today).unwrap().control(), "on");
    }

    #[test]
    fn article_3_a_school_is_tried_until_it_went_over_or_is_left_out() {
        for state in HandedState::ALL {
            assert!(!(state.is_settled() && state.is_to_be_tried()), "{}", state.label());
        }
        assert!(HandedState::ALL.iter().filter(|state| state.is_to_be_tried()).count() == 2);
    }
}
