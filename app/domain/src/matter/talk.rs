//! 留言: what a guardian asks about the own open matter, what the desk that holds it answers, and what that desk writes first. It is a part of
//! the matter, not a matter of its own: it goes where the matter goes, and nobody outside the matter reads it.

use super::{Checked, Party};
use crate::id::AccountId;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Characters of a question and of an answer.
pub const TALK_MAX: usize = 500;
/// Characters that are read of what was sent as one: signs that nobody sees are not counted. What is longer is too long whatever is in it.
pub const TALK_READ: usize = TALK_MAX * 2;
/// Questions of one matter that may wait for an answer.
pub const WAITING_MAX: usize = 10;
/// Questions of one guardian about one matter within an hour.
pub const HOURLY_MAX: usize = 5;
/// Messages that the desks of one matter write first within a day and a night.
pub const WRITTEN_MAX: usize = 5;

/// A question (留言).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Who asked.
    pub by: Party,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub words: String,
    /// What was answered; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// An answer (答复).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who answered.
    pub by: Party,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub words: String,
}

/// Who reads what a desk wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readers {
    /// The guardian who applied.
    Guardian(AccountId),
    /// Every guardian of the child: of what the school took in, of which all of them are told.
    Guardians,
}

impl Readers {
    /// Whether a guardian's account is among them.
    pub fn include(self, account: AccountId) -> bool {
        match self {
            Self::Guardian(one) => one == account,
            Self::Guardians => true,
        }
    }
}

/// What the desk that holds the matter wrote first (给监护人留言). What comes back is a question like any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Who wrote.
    pub by: Party,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub words: String,
    /// To whom.
    pub to: Readers,
}

/// One thing that was said first, by one side or the other. Told apart by whom it is to: a question is to whoever holds the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// By the desk.
    Written(Written),
    /// By a guardian.
    Asked(Question),
}

impl Said {
    /// The question, where it is one.
    pub fn question(&self) -> Option<&Question> {
        match self {
            Self::Asked(question) => Some(question),
            Self::Written(_) => None,
        }
    }

    /// What the desk wrote, where it did.
    pub fn written(&self) -> Option<&Written> {
        match self {
            Self::Written(written) => Some(written),
            Self::Asked(_) => None,
        }
    }
}

/// What was said about one matter, the oldest first, each question with its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Talk(Vec<Said>);

impl Talk {
    /// All of it, the oldest first.
    pub fn said(&self) -> &[Said] {
        &self.0
    }

    /// The question of this number, counted from 0 through all that was said; none where the desk wrote.
    pub fn question(&self, n: usize) -> Option<&Question> {
        self.0.get(n).and_then(Said::question)
    }

    /// Whether the desk wrote something that this guardian reads.
    pub fn is_written_to(&self, account: AccountId) -> bool {
        self.0.iter().filter_map(Said::written).any(|written| written.to.include(account))
    }

    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Questions without an answer.
    pub fn unanswered(&self) -> impl Iterator<Item = &Question> {
        self.0.iter().filter_map(Said::question).filter(|question| question.answer.is_none())
    }

    /// Whether a question waits for an answer.
    pub fn waits(&self) -> bool {
        self.unanswered().next().is_some()
    }

    /// A question as it would be put down.
    ///
    /// # Errors
    /// `too_many_questions` where ten wait, or five were asked within the hour; `words` without any or with too many of them.
    pub fn ask(&self, text: &str, by: &Party, at: DateTime<Utc>) -> Checked<Question> {
        // The numbers first: they cost nothing, whatever was sent.
        if self.unanswered().count() >= WAITING_MAX {
            let what = format!("还有 {WAITING_MAX} 条留言没有答复，现在不能再留言。");
            return Err(vec![Refusal::of(RefusalCode::TooManyQuestions, what)]);
        }
        if self.within_hour(by.account, at) >= HOURLY_MAX {
            let what = format!("一小时内最多留言 {HOURLY_MAX} 条。");
            return Err(vec![Refusal::of(RefusalCode::TooManyQuestions, what)]);
        }
        Ok(Question { by: by.clone(), at, words: said(text)?, answer: None })
    }

    fn within_hour(&self, account: AccountId, at: DateTime<Utc>) -> usize {
        let recent = |one: &&Question| one.by.account == account && at - one.at < Duration::hours(1);
        self.0.iter().filter_map(Said::question).filter(recent).count()
    }

    /// What the desk writes first, as it would be put down.
    ///
    /// # Errors
    /// `too_many_messages` where five were written within a day; `words` without any or with too many of them.
    pub fn write(&self, text: &str, to: Readers, by: &Party, at: DateTime<Utc>) -> Checked<Written> {
        let recent = |one: &&Written| at - one.at < Duration::days(1);
        if self.0.iter().filter_map(Said::written).filter(recent).count() >= WRITTEN_MAX {
            let what = format!("一天内最多给监护人留言 {WRITTEN_MAX} 条。");
            return Err(vec![Refusal::of(RefusalCode::TooManyMessages, what)]);
        }
        Ok(Written { by: by.clone(), at, words: said(text)?, to })
    }

    /// An answer to the question of this number, counted from 0, as it would be put down.
    ///
    /// # Errors
    /// `changed_since_shown` where there is no such question or it is answered; `words` without any or with too many of them.
    pub fn answer(&self, n: usize, text: &str, by: &Party, at: DateTime<Utc>) -> Checked<Answer> {
        if self.question(n).is_none_or(|question| question.answer.is_some()) {
            // What was written for it stands under no other question, so it is gone.
            let (what, remedy) = ("这条留言已经有人答复。", "您写的没有发出；已有的答复显示在这条留言下面。");
            return Err(vec![Refusal::new(RefusalCode::ChangedSinceShown, Basis::Procedure, what, remedy)]);
        }
        Ok(Answer { by: by.clone(), at, words: said(text)? })
    }

    /// Puts a question down.
    pub(crate) fn asked(&mut self, question: Question) {
        self.0.push(Said::Asked(question));
    }

    /// Puts down what the desk wrote.
    pub(crate) fn written(&mut self, written: Written) {
        self.0.push(Said::Written(written));
    }

    /// Puts an answer down.
    pub(crate) fn answered(&mut self, n: usize, answer: Answer) {
        if let Some(Said::Asked(question)) = self.0.get_mut(n) {
            question.answer = Some(answer);
        }
    }
}

/// What somebody said, without what nobody sees.
fn said(text: &str) -> Checked<String> {
    let refuse = |what: String, remedy: &str| {
        Err(vec![Refusal::new(RefusalCode::Words, Basis::Procedure, what, remedy)])
    };
    if text.chars().nth(TALK_READ).is_some() {
        return refuse(format!("写得太长，最多 {TALK_MAX} 个字。"), "请写短一些。");
    }
    let words = crate::text::words(text).text;
    match words.chars().count() {
        0 => refuse("还没有写内容。".to_owned(), "请写下想说的话再提交。"),
        n if n > TALK_MAX => refuse(format!("写了 {n} 个字，最多 {TALK_MAX} 个字。"), "请写短一些。"),
        _ => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ties;
    use super::*;
    use crate::account::Role;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn guardian(n: u128) -> Party {
        Party {
            account: AccountId::new(Uuid::from_u128(n)),
            name: "家长".into(),
            role: Role::Guardian,
            unit: None,
            unit_name: String::new(),
            ties: Ties::none(),
        }
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + minutes * 60, 0).unwrap()
    }

    fn codes<T: std::fmt::Debug>(told: Checked<T>) -> Vec<String> {
        told.unwrap_err().into_iter().map(|refusal| refusal.code.to_string()).collect()
    }

    #[test]
    fn a_question_has_words_and_not_more_than_five_hundred() {
        let talk = Talk::default();
        for empty in ["", "  \n ", "\u{200b}"] {
            assert_eq!(codes(talk.ask(empty, &guardian(1), at(0))), ["words"], "{empty:?}");
        }
        assert_eq!(codes(talk.ask(&"字".repeat(501), &guardian(1), at(0))), ["words"]);
        let asked = talk.ask(&"字".repeat(500), &guardian(1), at(0)).unwrap();
        assert_eq!((asked.words.chars().count(), asked.answer), (500, None));
        // What nobody sees does not count, as far as it is read; beyond that nothing is.
        let asked = talk.ask(&"字\u{200b}".repeat(500), &guardian(1), at(0)).unwrap();
        assert_eq!(asked.words.chars().count(), 500);
        for long in ["\u{200b}".repeat(TALK_READ) + "字", "字".repeat(2_000_000)] {
            assert_eq!(codes(talk.ask(&long, &guardian(1), at(0))), ["words"]);
        }
    }

    #[test]
    fn five_in_an_hour_and_ten_that_wait_are_enough() {
        let mut talk = Talk::default();
        for n in 0..5 {
            talk.asked(talk.ask("几时有结果？", &guardian(1), at(n)).unwrap());
        }
        assert_eq!(codes(talk.ask("在吗", &guardian(1), at(10))), ["too_many_questions"]);
        assert_eq!(codes(talk.ask("", &guardian(1), at(10))), ["too_many_questions"], "counted first");
        assert!(talk.ask("在吗", &guardian(2), at(10)).is_ok(), "counted by who asks");
        for n in 0..5 {
            talk.asked(talk.ask("几时有结果？", &guardian(1), at(61 + n * 15)).unwrap());
        }
        assert_eq!(codes(talk.ask("在吗", &guardian(1), at(500))), ["too_many_questions"], "ten wait");
        let answer = talk.answer(3, "下周一。", &guardian(7), at(501)).unwrap();
        talk.answered(3, answer);
        assert!(talk.ask("谢谢", &guardian(1), at(502)).is_ok());
        assert_eq!(codes(talk.answer(3, "再说一遍", &guardian(7), at(503))), ["changed_since_shown"]);
        assert_eq!(codes(talk.answer(99, "没有这条", &guardian(7), at(503))), ["changed_since_shown"]);
        assert_eq!(codes(talk.answer(0, " ", &guardian(7), at(503))), ["words"]);
    }

    #[test]
    fn a_desk_writes_first_and_what_it_wrote_waits_for_nobody() {
        let (mut talk, to) = (Talk::default(), Readers::Guardian(guardian(1).account));
        assert_eq!(codes(talk.write(" ", to, &guardian(7), at(0))), ["words"]);
        assert_eq!(codes(talk.write(&"字".repeat(501), to, &guardian(7), at(0))), ["words"]);
        for n in 0..5 {
            talk.written(talk.write("请带户口簿来。", to, &guardian(7), at(n)).unwrap());
        }
        assert_eq!(codes(talk.write("再说一句", to, &guardian(8), at(60 * 24 - 1))), ["too_many_messages"]);
        assert!(talk.write("第二天", to, &guardian(8), at(60 * 24)).is_ok());
        assert!(!talk.waits() && talk.question(0).is_none());
        assert_eq!(codes(talk.answer(0, "答", &guardian(7), at(9))), ["changed_since_shown"], "no question");
        assert!(talk.is_written_to(guardian(1).account) && !talk.is_written_to(guardian(2).account));

        talk.asked(talk.ask("好的，周三去。", &guardian(1), at(10)).unwrap());
        assert!(talk.waits() && talk.question(5).is_some(), "what comes back waits as a question does");
        talk.written(talk.write("通知各位", Readers::Guardians, &guardian(7), at(60 * 25)).unwrap());
        assert!(talk.is_written_to(guardian(2).account));
        // What was kept before desks wrote reads as questions.
        let old = serde_json::to_string(&[talk.question(5).unwrap()]).unwrap();
        let read: Talk = serde_json::from_str(&old).unwrap();
        assert!(read.waits() && read.question(0) == talk.question(5));
    }

    proptest! {
        /// However it goes, no more than ten wait, none is lost and none is answered twice.
        #[test]
        fn no_more_than_ten_wait(steps in prop::collection::vec((0..4_u128, 0..12_usize, 0..40_i64), 0..120)) {
            let (mut talk, mut now, mut count) = (Talk::default(), 0, 0);
            for (who, n, later) in steps {
                now += later;
                if who == 0 {
                    let waits = talk.question(n).is_some_and(|question| question.answer.is_none());
                    let told = talk.answer(n, "好", &guardian(9), at(now));
                    prop_assert_eq!(told.is_ok(), waits);
                    if let Ok(answer) = told {
                        talk.answered(n, answer);
                    }
                } else if who == 3 {
                    if let Ok(written) = talk.write("请看", Readers::Guardians, &guardian(9), at(now)) {
                        talk.written(written);
                        count += 1;
                    }
                } else if let Ok(question) = talk.ask("问", &guardian(who), at(now)) {
                    talk.asked(question);
                    count += 1;
                }
                prop_assert_eq!(talk.said().len(), count);
                prop_assert!(talk.unanswered().count() <= WAITING_MAX);
                prop_assert_eq!(talk.waits(), talk.unanswered().count() > 0);
            }
            let kept: Talk = serde_json::from_str(&serde_json::to_string(&talk).unwrap()).unwrap();
            prop_assert_eq!(kept, talk);
        }
    }
}
