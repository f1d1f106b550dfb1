//! The schools of an authority (第九条, 第十六条), what becomes of them, and the archives that go on with it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::SchoolType;
use domain::id::{PersonId, SchoolChangeId, UnitId};
use domain::matter::Office;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::{Change, HandedState, Profile, State};
use domain::shown::Shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Schools to choose from: all there are, or where there are more than a list holds those that were looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolChoice {
    /// 学校标识码 and name, by name.
    pub schools: Vec<(UnitId, String)>,
    /// Whether there are more than these.
    pub more: bool,
}

/// A school of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolLine {
    /// 学校标识码
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// 办学类型
    pub school_type: Option<SchoolType>,
    /// What it is: kind, stages, system.
    pub profile: Option<Profile>,
    /// 曾用名, each with its last day.
    pub names: Vec<(String, NaiveDate)>,
    /// Since when it is closed and its code void; none while it works.
    pub closed_on: Option<NaiveDate>,
    /// Name of the school that followed it.
    pub successor: Option<String>,
    /// Whether nobody has put down the county in which it stands.
    pub nowhere: bool,
}

/// A change in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// The change.
    pub id: SchoolChangeId,
    /// The version that is shown.
    pub version: u64,
    /// The school's name when it was proposed.
    pub school: String,
    /// What happens.
    pub change: Change,
    /// 批准文号
    pub act: String,
    /// How far it is.
    pub state: State,
    /// Who proposed it: unit and name.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

impl ChangeLine {
    /// The same as it is shown: what a form that decides it sends.
    pub fn shown(&self) -> Shown<SchoolChangeId> {
        Shown::new(self.id, self.version)
    }
}

/// What a unit finds on its page of schools.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// An authority's schools, by code; none for a school.
    pub schools: Vec<SchoolLine>,
    /// The newest changes.
    pub changes: Vec<ChangeLine>,
    /// Whether the reader may propose one.
    pub may_propose: bool,
    /// Whether the reader may propose that a city, a county or a township is made, renamed or ended; for the nation, a province.
    pub may_propose_units: bool,
    /// Whether the reader may propose that many schools are handed over.
    pub may_hand_over: bool,
    /// Whether the reader may see the divisions as they are and were.
    pub may_see_divisions: bool,
}

/// The leader's word on a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Unit and name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why it was sent back; empty when it was approved.
    pub reason: String,
}

/// What another authority has said that a change needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentLine {
    /// Its name.
    pub authority: String,
    /// Its registrar's step: unit and name, and when.
    pub agreed: Option<(String, DateTime<Utc>)>,
    /// Its leader's step.
    pub approved: Option<(String, DateTime<Utc>)>,
}

/// One change and what the reader may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// What a list shows.
    pub line: ChangeLine,
    /// The school; none before a new one has its code.
    pub school: Option<UnitId>,
    /// The hand-over of many schools of which it is one school's part.
    pub part_of: Option<SchoolChangeId>,
    /// The school that follows.
    pub successor: Option<UnitId>,
    /// Names of the units it speaks of.
    pub units: BTreeMap<UnitId, String>,
    /// Who decided it.
    pub decided: Option<Decided>,
    /// The other authorities that decide, too.
    pub consents: Vec<ConsentLine>,
    /// Archives moved, once it is done.
    pub moved: usize,
    /// While it runs: archives moved so far, and how many there are in all.
    pub progress: Option<(u64, u64)>,
    /// SHA-256 over the list, once it is done.
    pub list_hash: String,
    /// When the last archive had been moved.
    pub finished_at: Option<DateTime<Utc>>,
    /// Who has given a receipt, and when.
    pub receipts: Vec<(String, DateTime<Utc>)>,
    /// Whether the reader may approve it or send it back.
    pub may_decide: bool,
    /// Whether the reader may take it back while other authorities are asked.
    pub may_take_back: bool,
    /// Whether the reader may give a receipt.
    pub may_receipt: bool,
    /// Whether the reader may have it go on after it was cut off.
    pub may_go_on: bool,
    /// Of many schools that are handed over: that what is yet to go is taken back.
    pub withdrawal: Option<WithdrawalLine>,
    /// Whether the reader may ask for that.
    pub may_withdraw: bool,
    /// Whether the reader may approve it, or not.
    pub may_decide_withdrawal: bool,
}

/// That what is yet to go over is taken back (撤回).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalLine {
    /// Who asked for it: unit and name, and when.
    pub asked: (String, DateTime<Utc>),
    /// Why.
    pub reason: String,
    /// Who decided, when, and whether it was approved.
    pub decided: Option<(String, DateTime<Utc>, bool)>,
}

/// One archive of a list (移交清单).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedLine {
    /// The person.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// The school that let it go.
    pub from: UnitId,
    /// Name of who keeps it now.
    pub to: String,
    /// 年级 and 班级 before and after; empty after for who has left.
    pub classes: (String, String),
    /// 纸质档案: pieces and pages that were handed on with it; none where nothing was entered.
    pub paper: Option<(usize, u32)>,
}

/// A class and where it would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMove {
    /// 1–12
    pub grade: u8,
    /// 班级
    pub class_name: String,
    /// How many pupils.
    pub pupils: usize,
    /// Name of the school that takes them, and the class there; none while they have not been placed, or where the whole school goes on.
    pub to: Option<(String, String)>,
    /// Whether it goes on with its school, which still teaches the grade.
    pub stays: bool,
}

/// What stands in the way, with its id where the authority can open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// A case.
    Case(String),
    /// A pupil.
    Pupil(String),
    /// A problem record.
    Problem(String),
    /// A warning of which the school has not said what it does.
    Warning(String),
    /// Something only the school itself can open.
    OfSchool,
}

/// Matters of one sort that stand in the way, at most 200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    /// What sort.
    pub heading: String,
    /// Each in words, and what it is.
    pub matters: Vec<(String, Obstacle)>,
}

/// What a change would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Each class that is still there.
    pub classes: Vec<ClassMove>,
    /// Archives of those who have left.
    pub archives: usize,
    /// What stands in the way.
    pub refusals: Vec<Refusal>,
    /// What has to be finished first, one by one; told as refusals too.
    pub blockers: Vec<Blocker>,
    /// Other authorities that have to say so, too, because a school of theirs takes pupils or archives in, or comes or goes.
    pub others: Vec<Office>,
    /// Of schools that come to answer to another authority: each, with what is open there.
    pub schools: Vec<SchoolCheck>,
}

/// What is open at a school, of whatever kind.
const OPEN_MATTERS: &str = "未办结的事项";

/// A school that would come to answer to another authority, and what is open there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolCheck {
    /// 学校标识码
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// How many pupils' records it has.
    pub pupils: u64,
    /// What is open and goes with it: the kind, and how many.
    pub goes: Vec<(String, usize)>,
    /// What has to be finished first, and why.
    pub held: Vec<String>,
    /// The same without how many and which, for whoever is not to know it.
    pub headings: Vec<String>,
}

/// How far one school of a hand-over is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedLine {
    /// 学校标识码
    pub school: UnitId,
    /// 名称
    pub name: String,
    /// How far it is.
    pub state: HandedState,
    /// Why it is held, or left out.
    pub why: Vec<String>,
    /// Its own change, once it goes over.
    pub change: Option<SchoolChangeId>,
}

impl Preview {
    /// The same for one of those authorities: how many matters are open at a school that is not its own, and none by name. `own`: whether
    /// the schools that come to answer to another one are its own.
    #[must_use]
    pub fn as_others_see_it(mut self, own: bool) -> Self {
        for one in self.schools.iter_mut().filter(|_| !own) {
            let all: usize = one.goes.iter().map(|(_, n)| n).sum();
            one.goes = (all > 0).then(|| (OPEN_MATTERS.to_owned(), all)).into_iter().collect();
            one.held.clone_from(&one.headings);
        }
        for one in &mut self.blockers {
            one.matters = vec![(format!("{}项", one.matters.len()), Obstacle::OfSchool)];
        }
        let blocked = self.refusals.iter().any(|refusal| refusal.code == RefusalCode::Blocked);
        self.refusals.retain(|refusal| refusal.code != RefusalCode::Blocked);
        if blocked {
            let what = "原学校还有未办结的事项。";
            self.refusals.push(Refusal::new(
                RefusalCode::Blocked,
                Basis::Article(9),
                what,
                "请等待原学校的主管部门办结。",
            ));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_3_the_receiving_authority_is_told_one_total_and_no_numbers_of_a_school_that_is_not_its_own() {
        let check = SchoolCheck {
            id: "2132000001".parse().unwrap(),
            name: "第一小学".into(),
            pupils: 3,
            goes: vec![("学籍建立".into(), 2), ("更正".into(), 1)],
            held: vec!["未办结的责令改正2项：先办结".into()],
            headings: vec!["未办结的责令改正：先办结".into()],
        };
        let preview = Preview { schools: vec![check.clone()], ..Preview::default() };
        assert_eq!(preview.clone().as_others_see_it(true).schools, vec![check.clone()]);
        let seen = preview.as_others_see_it(false).schools.remove(0);
        assert_eq!(seen.goes, [(OPEN_MATTERS.to_owned(), 3)]);
        assert_eq!(seen.held, check.headings);
    }
}
