//! A guardian's own pages (我的孩子, 更正申请).

use crate::case::{ProofLine, QueueLine};
use chrono::{DateTime, NaiveDate, Utc};
use domain::account::FirstStep;
use domain::case::CaseKind;
use domain::case::asking::{Answers, AskQuestion};
use domain::case::change::is_explained;
use domain::case::intake::{Applicant, Intake};
use domain::case::suspension::SuspensionGround;
use domain::form::{Field, Guardianship};
use domain::guardian::{BondState, NoticeKind};
use domain::id::{AccountId, CaseId, NoticeId, PersonId};
use domain::standing::Standing;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a guardian's first page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPage {
    /// What was not read yet, newest first.
    pub notices: Vec<GuardianNotice>,
    /// What was called in question about another guardian's account and waits for the school.
    pub reports: Vec<BondReport>,
    /// How many bonds rest; of which children is not told.
    pub resting: u64,
    /// Until when nothing can be asked for.
    pub quiet_until: Option<DateTime<Utc>>,
    /// The children.
    pub children: Vec<Child>,
    /// What was asked for, newest first.
    pub cases: Vec<QueueLine>,
    /// 入门清单: each with whether it is done; none once all are, or it was put away.
    pub first_steps: Vec<(FirstStep, bool)>,
}

/// What happened to another guardian's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianNotice {
    /// Its id.
    pub id: NoticeId,
    /// The child, masked.
    pub child: String,
    /// What happened.
    pub kind: NoticeKind,
    /// Whose account, masked.
    pub who: String,
    /// 与学生的关系
    pub kinship: String,
    /// Through which school.
    pub school: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The correction that the school took in, or the matter of which the guardian complained.
    pub case: Option<CaseId>,
}

/// Another guardian's account that was called in question (不是我家人), until the school has looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BondReport {
    /// The child.
    pub person: PersonId,
    /// Whose account.
    pub account: AccountId,
    /// The child's name, masked.
    pub child: String,
    /// Whose account, masked.
    pub who: String,
    /// 与学生的关系
    pub kinship: String,
    /// Whether that guardian has ended the connection meanwhile.
    pub is_over: bool,
    /// Whether the reader may take it back.
    pub may_take_back: bool,
}

/// A child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The person.
    pub id: PersonId,
    /// 姓名, masked.
    pub name: String,
    /// 学校
    pub school: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Where the pupil stands.
    pub standing: Standing,
    /// 学籍号, masked.
    pub number: String,
    /// The open case.
    pub open_case: Option<QueueLine>,
    /// Whether a correction has been begun and not sent.
    pub has_draft: bool,
}

/// 我的账号
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccount {
    /// 姓名
    pub name: String,
    /// The mobile number by which one signs in, masked.
    pub phone: String,
    /// When the account was made.
    pub since: DateTime<Utc>,
    /// The children it is or was bound to, those that last first.
    pub bonds: Vec<MyBond>,
    /// What it asked for and has no result yet.
    pub open: Vec<OpenAsk>,
}

/// A bond (与孩子的关系) as the guardian sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBond {
    /// The child.
    pub child: PersonId,
    /// The child's name, masked; empty where the bond rests, of which nothing is told, or is over.
    pub name: String,
    /// The child's school; empty where the name is.
    pub school: String,
    /// 与学生的关系; empty where the name is.
    pub kinship: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How it stands.
    pub state: BondState,
}

impl MyBond {
    /// Whether nothing of the child is told, nor what is open for it: the bond rests or is over.
    pub fn is_hidden(&self) -> bool {
        self.name.is_empty()
    }
}

/// Something a guardian asked for that has no result yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAsk {
    /// The case.
    pub case: CaseId,
    /// Whose.
    pub child: PersonId,
    /// What was asked for.
    pub kind: CaseKind,
    /// Whether it came back and waits for the guardian.
    pub mine: bool,
}

/// What has been prepared of a correction so far. It is kept in this form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The items to be corrected, in form order.
    pub fields: Vec<Field>,
    /// New values as typed.
    pub values: BTreeMap<Field, String>,
    /// The items that are ticked as the same as another (与…相同): what that one says when it is sent counts.
    #[serde(default)]
    pub same: BTreeSet<Field>,
    /// What the guardian says about it.
    pub statement: String,
    /// Marks of what is unusual and was confirmed.
    #[serde(default)]
    pub confirmed: String,
    /// How it came to the school; none yet, or a guardian's own.
    #[serde(default)]
    pub intake: Option<Intake>,
}

impl Draft {
    /// Puts into the items that are ticked as the same as another what that one was answered with last.
    pub fn follow(&mut self) {
        for item in &self.same {
            let said = item.same_as().and_then(|other| self.values.get(&other).cloned());
            if let Some(said) = said.filter(|_| self.fields.contains(item)) {
                self.values.insert(*item, said);
            }
        }
    }

    /// Chooses the items to be corrected. Where the item goes that another one was the same as, that one is asked for anew.
    pub fn choose(&mut self, chosen: Vec<Field>) {
        let gone = |item: &Field| {
            let other = item.same_as().filter(|other| self.fields.contains(other) && !chosen.contains(other));
            self.same.contains(item) && other.is_some()
        };
        let anew: Vec<Field> = self.same.iter().copied().filter(gone).collect();
        self.values.retain(|field, _| chosen.contains(field) && !anew.contains(field));
        self.same.retain(|field| chosen.contains(field));
        self.fields = chosen;
    }
}

/// The correction that is being prepared for a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparation {
    /// The child, masked.
    pub name: String,
    /// Items one may ask to correct, with what is on record (masked).
    pub open_fields: Vec<(Field, String)>,
    /// What has been prepared.
    pub draft: Draft,
    /// Proofs filed so far.
    pub proofs: Vec<ProofLine>,
    /// An open case that stands in the way.
    pub busy: Option<QueueLine>,
    /// Items that have to be filled for this child as it would be: 户口 only where there is one.
    pub asked: Vec<Field>,
    /// What is unusual about the new values, though they may be sent: item, what, and what to do.
    pub warnings: Vec<(Field, String)>,
    /// Why the case that is being mended came back.
    pub returned: Option<String>,
    /// At the school (柜台受理): who may apply on paper, in words. None where a guardian prepares it.
    pub applicants: Option<Vec<(Applicant, String)>>,
}

impl Preparation {
    /// The same with the child's name and what is on record in full.
    #[must_use]
    pub fn in_full(mut self, name: String, info: &[(Field, String)]) -> Self {
        self.name = name;
        for (field, current) in &mut self.open_fields {
            *current = info
                .iter()
                .find(|(known, _)| known == field)
                .map(|(_, value)| value.clone())
                .unwrap_or_default();
        }
        self
    }

    /// Whose entry an item of a member of the family belongs to, as it will be with what has been answered; none for other items.
    pub fn guardianship(&self, field: Field) -> Option<Guardianship> {
        let mut known: BTreeMap<Field, String> = self.open_fields.iter().cloned().collect();
        known.extend(self.draft.values.clone());
        let case = Guardianship::of(field.block(), &known);
        // The second entry is asked for as a person's when it is to be filled for the first time.
        let case = if case == Guardianship::Nobody { Guardianship::Person } else { case };
        case.asks(field).map(|_| case)
    }

    /// What is on record of an item, masked.
    pub fn current(&self, field: Field) -> String {
        self.open_fields
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }
}

/// What has been answered of an application for a change so far (申请休学、延长休学、复学). It is kept in this form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDraft {
    /// What was answered, by question.
    pub answers: Answers,
    /// The guardian goes on without a proof, where none is needed.
    #[serde(default)]
    pub unproven: bool,
}

/// The application for a change that is being prepared for a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPage {
    /// The child.
    pub person: PersonId,
    /// What is applied for.
    pub kind: CaseKind,
    /// The child, masked.
    pub name: String,
    /// What has been prepared.
    pub draft: AskDraft,
    /// Grounds on which the rules in force let this pupil be suspended.
    pub grounds: Vec<SuspensionGround>,
    /// First and last day of the suspension that lasts.
    pub suspended: Option<(NaiveDate, NaiveDate)>,
    /// 年级 on record.
    pub grade: String,
    /// Files so far that are not sent.
    pub proofs: Vec<ProofLine>,
    /// Files that the application had when it came back.
    pub carried: Vec<ProofLine>,
    /// The rules ask for a proof that is not there.
    pub proof_needed: bool,
    /// What the rules do not allow in principle of what was answered: the note has to say why it should be done.
    pub exceptions: Vec<String>,
    /// An open case that stands in the way.
    pub busy: Option<QueueLine>,
    /// Whether it can be applied for now.
    pub open: bool,
    /// Why the application that is being mended came back.
    pub returned: Option<String>,
}

impl AskPage {
    /// The first question without an answer, or the note where it has to say more; none when all are answered.
    pub fn next_question(&self) -> Option<AskQuestion> {
        let answers = &self.draft.answers;
        AskQuestion::of(self.kind).iter().copied().find(|one| match (one, answers.get(one)) {
            (_, None) => true,
            (AskQuestion::Note, Some(note)) => !self.exceptions.is_empty() && !is_explained(note),
            _ => false,
        })
    }

    /// Whether the question of the proof is settled: there is one, or none is needed and the guardian goes on without.
    pub fn proof_settled(&self) -> bool {
        self.is_proven() || self.draft.unproven && !self.proof_needed
    }

    /// Whether there is a file.
    pub fn is_proven(&self) -> bool {
        !self.proofs.is_empty() || !self.carried.is_empty()
    }
}
