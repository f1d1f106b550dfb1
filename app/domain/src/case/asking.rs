//! 监护人申请休学、延长休学、复学 (第十九条), one question after the other: which questions there are, and what the answers come to. Whether it may be
//! granted is asked of the change itself, by the same rules as when a school opens it.

use super::change::{Facts, Paper, in_principle};
use super::extension::Extension;
use super::resumption::Resumption;
use super::suspension::{Suspension, SuspensionGround};
use super::{CaseKind, Payload};
use crate::form::parse_date;
use crate::matter::ProofKind;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kinds a guardian may apply for: each is begun by a written application of the guardian.
pub const ASKED: [CaseKind; 3] = [CaseKind::Suspension, CaseKind::Extension, CaseKind::Resumption];
/// Characters of an answer.
pub const ANSWER_MAX: usize = 500;

/// A question of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskQuestion {
    /// 为什么休学
    Ground,
    /// 从哪一天起
    On,
    /// 到哪一天为止
    Until,
    /// 回到哪个年级
    NextGrade,
    /// 还有什么要说明
    Note,
}

impl AskQuestion {
    /// Every question.
    pub const ALL: [Self; 5] = [Self::Ground, Self::On, Self::Until, Self::NextGrade, Self::Note];

    /// Those of a kind, in the order in which they are asked.
    pub fn of(kind: CaseKind) -> &'static [Self] {
        match kind {
            CaseKind::Suspension => &[Self::Ground, Self::On, Self::Until, Self::Note],
            CaseKind::Extension => &[Self::Until, Self::Note],
            CaseKind::Resumption => &[Self::On, Self::NextGrade, Self::Note],
            _ => &[],
        }
    }

    /// Stable name in addresses, forms and drafts.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ground => "suspension_ground",
            Self::On => "on",
            Self::Until => "until",
            Self::NextGrade => "next_grade",
            Self::Note => "note",
        }
    }

    /// The question with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.key() == key)
    }

    /// Whether it may be left empty.
    pub fn is_optional(self) -> bool {
        self == Self::Note
    }

    /// Whether a refusal is about the answer to this question.
    pub fn is_about(self, refusal: &Refusal) -> bool {
        match self {
            Self::Ground => refusal.code == RefusalCode::SuspensionGround,
            Self::On => refusal.code == RefusalCode::On,
            Self::Until => refusal.code == RefusalCode::Until,
            Self::NextGrade => refusal.code == RefusalCode::NextGrade,
            Self::Note => refusal.code == RefusalCode::Note,
        }
    }
}

/// What was answered so far.
pub type Answers = BTreeMap<AskQuestion, String>;

/// What is known of the pupil and the day of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The day.
    pub today: NaiveDate,
    /// 班级 on record, to which a pupil comes back.
    pub class_name: String,
    /// Last day of the suspension that lasts.
    pub suspended_until: Option<NaiveDate>,
    /// Whether a proof is on file.
    pub proven: bool,
}

/// The paper that a file of an application is, by what was answered.
pub fn proof_of(kind: CaseKind, answers: &Answers) -> (Paper, ProofKind) {
    let ground = answers.get(&AskQuestion::Ground).and_then(|key| SuspensionGround::from_key(key));
    let paper = match kind {
        CaseKind::Suspension => ground.map_or(Paper::Other, SuspensionGround::proof),
        CaseKind::Resumption => Paper::FitForSchool,
        _ => Paper::HospitalRecord,
    };
    let is_hospitals = matches!(paper, Paper::HospitalRecord | Paper::FitForSchool);
    (paper, if is_hospitals { ProofKind::HospitalRecord } else { ProofKind::Other })
}

/// The change that is applied for.
///
/// # Errors
/// What is not answered or does not read, by question, everything at once.
pub fn payload(kind: CaseKind, answers: &Answers, asking: &Asking) -> Result<Payload, Vec<Refusal>> {
    let mut wrong = Vec::new();
    for question in AskQuestion::of(kind) {
        wrong.extend(unread(*question, answers.get(question).map_or("", String::as_str)));
    }
    if wrong.is_empty() { tried(kind, answers, asking).ok_or_else(Vec::new) } else { Err(wrong) }
}

/// The same while not everything is answered: what is still to come is taken to be in order. None for what is not applied for, or where
/// what was answered does not read.
pub fn tried(kind: CaseKind, answers: &Answers, asking: &Asking) -> Option<Payload> {
    let text = |question| answers.get(&question).map_or("", String::as_str);
    let on = parse_date(text(AskQuestion::On));
    let until = parse_date(text(AskQuestion::Until));
    let (paper, _) = proof_of(kind, answers);
    // The application is this one itself; a file is what proves the ground.
    let papers = [Paper::Application].into_iter().chain(asking.proven.then_some(paper)).collect();
    let facts = |on| Facts { on, papers, note: text(AskQuestion::Note).to_owned() };
    match kind {
        CaseKind::Suspension => {
            let on = on.unwrap_or(asking.today);
            let until = until.unwrap_or(on + Days::new(1));
            let ground =
                SuspensionGround::from_key(text(AskQuestion::Ground)).unwrap_or(SuspensionGround::Other);
            Some(Payload::Suspension(Suspension { facts: facts(on), until, ground }))
        }
        CaseKind::Extension => {
            let later = asking.suspended_until.unwrap_or(asking.today) + Days::new(1);
            Some(Payload::Extension(Extension { facts: facts(asking.today), until: until.unwrap_or(later) }))
        }
        CaseKind::Resumption => Some(Payload::Resumption(Resumption {
            facts: facts(on.unwrap_or(asking.today)),
            next_grade: text(AskQuestion::NextGrade) == NEXT,
            class_name: asking.class_name.clone(),
            why: None,
        })),
        _ => None,
    }
}

/// What of a check is told to a guardian, in words that a guardian can act on. What is barred in principle only is for whoever decides:
/// the guardian is asked for an explanation and told why (第十一条). A grade is left out after the school has assessed the child, so that is
/// the school's to open.
pub fn told(wrong: Vec<Refusal>) -> Vec<Refusal> {
    let why = in_principle(&wrong).join("；");
    let leaves_out = wrong.iter().any(|one| one.code == RefusalCode::GradeReason);
    let in_words = |one: Refusal| match one.code {
        _ if matches!(one.basis, Basis::InPrinciple(_)) => None,
        RefusalCode::GradeReason => {
            let what = "休学和复学在同一学年，编入下一年级会越过一个年级，须先由学校评估。";
            let remedy = "请选择原年级；孩子跟得上下一年级的，请与学校商量，由学校评估后办理。";
            Some(Refusal::new(RefusalCode::NextGrade, one.basis, what, remedy))
        }
        RefusalCode::Note if leaves_out && one.basis == Basis::Article(14) => None,
        RefusalCode::Note => Some(Refusal { what: format!("{}{why}", one.what), ..one }),
        _ => Some(one),
    };
    wrong.into_iter().filter_map(in_words).collect()
}

/// The answers that a change was made of: the beginning for who mends a returned one.
pub fn answers_of(change: &Payload) -> Answers {
    let mut answers = Answers::new();
    let mut put = |question, text: String| answers.insert(question, text);
    match change {
        Payload::Suspension(change) => {
            put(AskQuestion::Ground, change.ground.key().to_owned());
            put(AskQuestion::On, change.facts.on.to_string());
            put(AskQuestion::Until, change.until.to_string());
            put(AskQuestion::Note, change.facts.note.clone());
        }
        Payload::Extension(change) => {
            put(AskQuestion::Until, change.until.to_string());
            put(AskQuestion::Note, change.facts.note.clone());
        }
        Payload::Resumption(change) => {
            put(AskQuestion::On, change.facts.on.to_string());
            put(AskQuestion::NextGrade, if change.next_grade { NEXT } else { OWN }.to_owned());
            put(AskQuestion::Note, change.facts.note.clone());
        }
        _ => {}
    }
    answers
}

/// 原年级
pub const OWN: &str = "own";
/// 下一年级
pub const NEXT: &str = "next";

/// What is wrong with an answer by itself, before any rule is asked.
pub fn unread(question: AskQuestion, answer: &str) -> Option<Refusal> {
    let refuse = |what: &str, remedy: &str| {
        Some(Refusal::new(RefusalCode::named(question.key()), Basis::Procedure, what, remedy))
    };
    match question {
        AskQuestion::Ground if SuspensionGround::from_key(answer).is_none() => {
            refuse("还没有选择原因。", "请选择一项。")
        }
        AskQuestion::On | AskQuestion::Until if parse_date(answer).is_none() => {
            refuse("没有填写日期，或不是有效的日期。", "请按 2026-09-01 的样式填写。")
        }
        AskQuestion::NextGrade if ![OWN, NEXT].contains(&answer) => {
            refuse("还没有选择年级。", "请选择一项。")
        }
        AskQuestion::Note if answer.chars().count() > ANSWER_MAX => refuse("说明太长。", "请不超过500个字。"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asking() -> Asking {
        Asking {
            today: "2026-09-07".parse().unwrap(),
            class_name: "1班".into(),
            suspended_until: None,
            proven: false,
        }
    }

    fn answers(pairs: &[(AskQuestion, &str)]) -> Answers {
        pairs.iter().map(|(question, text)| (*question, (*text).to_owned())).collect()
    }

    #[test]
    fn article_19_every_question_that_is_open_is_named() {
        for kind in ASKED {
            let wrong = payload(kind, &Answers::new(), &asking()).unwrap_err();
            let told: Vec<&str> = wrong.iter().map(|one| one.code.as_str()).collect();
            let asked = AskQuestion::of(kind).iter().filter(|one| !one.is_optional());
            assert_eq!(told, asked.map(|one| one.key()).collect::<Vec<_>>(), "{kind:?}");
        }
        assert!(AskQuestion::of(CaseKind::Death).is_empty());
        assert_eq!(payload(CaseKind::Death, &Answers::new(), &asking()), Err(Vec::new()));
    }

    #[test]
    fn article_19_the_answers_come_to_the_change_that_a_school_would_open() {
        use AskQuestion as Q;
        let given = answers(&[(Q::Ground, "illness"), (Q::On, "2026-09-08"), (Q::Until, "2027-03-08")]);
        let proven = Asking { proven: true, ..asking() };
        let Ok(Payload::Suspension(change)) = payload(CaseKind::Suspension, &given, &proven) else {
            panic!("a suspension")
        };
        assert_eq!(change.facts.papers, [Paper::Application, Paper::HospitalRecord]);
        assert_eq!((change.ground, change.until), (SuspensionGround::Illness, "2027-03-08".parse().unwrap()));
        let suspension = Payload::Suspension(change);
        let again = Answers::from_iter(given.into_iter().chain([(Q::Note, String::new())]));
        assert_eq!(answers_of(&suspension), again, "a returned one begins with what it was made of");
        let back = answers(&[(Q::On, "2026-09-08"), (Q::NextGrade, OWN)]);
        let Ok(Payload::Resumption(change)) = payload(CaseKind::Resumption, &back, &proven) else {
            panic!("a resumption")
        };
        assert_eq!((change.next_grade, change.class_name.as_str()), (false, "1班"));
        assert_eq!(change.facts.papers, [Paper::Application, Paper::FitForSchool]);
    }

    #[test]
    fn article_11_what_holds_in_principle_only_asks_for_an_explanation_that_says_why() {
        let refused = |code, basis| Refusal::new(code, basis, "不办理休学。", "请核对。");
        let barred = || refused(RefusalCode::On, Basis::InPrinciple("鲁教规〔2026〕1号".into()));
        let told_of = |wrong: Vec<Refusal>| -> Vec<RefusalCode> {
            told(wrong).into_iter().map(|one| one.code).collect()
        };
        let explained = told(crate::case::change::settle(vec![barred()], "").unwrap_err());
        assert_eq!(explained.len(), 1);
        assert_eq!(explained[0].code, RefusalCode::Note);
        assert!(explained[0].what.contains("鲁教规〔2026〕1号"), "{}", explained[0].what);
        // What holds for good is told by its question, whatever holds in principle besides.
        assert_eq!(
            told_of(vec![barred(), refused(RefusalCode::Until, Basis::Procedure)]),
            [RefusalCode::Until]
        );
        assert!(told_of(vec![barred()]).is_empty());
    }

    #[test]
    fn article_19_the_next_grade_in_the_same_year_is_refused_in_words_a_guardian_can_act_on() {
        let told = told(crate::case::systems::unexplained(None, "", false));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(AskQuestion::NextGrade.is_about(&told[0]));
        assert!(told[0].remedy.contains("原年级") && told[0].remedy.contains("学校"), "{}", told[0].remedy);
    }

    proptest! {
        /// Whatever is typed: an application is made, or what is wrong with it is told beside a question of its kind.
        #[test]
        fn article_19_an_answer_is_read_or_refused_by_its_question(kind in 0..3_usize, typed in prop::collection::vec((0..5_usize, ".{0,20}"), 0..6)) {
            let kind = ASKED[kind];
            let given: Answers =
                typed.into_iter().map(|(at, text)| (AskQuestion::ALL[at], text)).collect();
            match payload(kind, &given, &asking()) {
                Ok(change) => prop_assert_eq!(change.kind(), kind),
                Err(wrong) => {
                    prop_assert!(!wrong.is_empty());
                    for one in &wrong {
                        prop_assert!(AskQuestion::of(kind).iter().any(|question| question.is_about(one)));
                    }
                }
            }
        }
    }
}
