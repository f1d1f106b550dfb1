//! 需要确认的情况: what is unusual about what somebody types, and may be right all the same. It stops nothing by itself: who types it is
//! told, confirms that it is so, and everybody who decides the matter reads it as a line of warning. One mechanism for every form.

use crate::refusal::{Basis, Refusal, RefusalCode};

/// One unusual thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The control of the form beside which it is told.
    pub control: String,
    /// What is unusual, in a sentence.
    pub words: String,
}

/// Between two marks of what was confirmed.
const BETWEEN: char = ',';

impl Question {
    /// A question about what stands in a control.
    pub fn new(control: impl Into<String>, words: impl Into<String>) -> Self {
        Self { control: control.into(), words: words.into() }
    }

    /// What a form sends back once it is confirmed. Another sentence has another mark: what is confirmed is what was shown.
    pub fn mark(&self) -> String {
        let mut mark = crate::chain::hex(format!("{}|{}", self.control, self.words).as_bytes());
        mark.truncate(16);
        mark
    }
}

/// The marks of questions that were confirmed before and of those asked now, as a form sends them.
pub fn marks(before: &str, questions: impl IntoIterator<Item = Question>) -> String {
    let mut all: Vec<String> = Vec::new();
    let asked = questions.into_iter().map(|question| question.mark());
    for mark in read(before).map(str::to_owned).chain(asked) {
        if !all.contains(&mark) {
            all.push(mark);
        }
    }
    all.join(&BETWEEN.to_string())
}

fn read(marks: &str) -> impl Iterator<Item = &str> {
    marks.split(BETWEEN).map(str::trim).filter(|mark| !mark.is_empty())
}

/// Whether everything that is unusual was confirmed.
///
/// # Errors
/// `confirmed`, once for every question that was not, each beside its control.
pub fn confirmed(questions: &[Question], marks: &str) -> Result<(), Vec<Refusal>> {
    let open: Vec<Refusal> = questions
        .iter()
        .filter(|question| read(marks).all(|mark| mark != question.mark()))
        .map(|question| {
            let remedy = "请对照证件核对；确实如此的，勾选确认后再提交。";
            Refusal::new(RefusalCode::Confirmed, Basis::Procedure, question.words.clone(), remedy)
                .beside(question.control.clone())
        })
        .collect();
    if open.is_empty() { Ok(()) } else { Err(open) }
}

/// The questions that refusals ask; other refusals ask nothing.
pub fn asked(refusals: &[Refusal]) -> Vec<Question> {
    let asks = refusals.iter().filter(|refusal| refusal.code == RefusalCode::Confirmed);
    asks.map(|refusal| Question::new(refusal.control(), refusal.what.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is asked is asked once: confirmed as it was shown it passes, and any other question is still asked.
        #[test]
        fn what_is_confirmed_is_what_was_shown(
            words in prop::collection::btree_set("[一-龥]{1,6}", 1..5),
            other in "[a-z]{1,8}",
        ) {
            let questions: Vec<Question> = words.iter().map(|words| Question::new("on", words.as_str())).collect();
            let refusals = confirmed(&questions, "").unwrap_err();
            prop_assert_eq!(asked(&refusals), questions.clone());
            let sent = marks("", asked(&refusals));
            prop_assert_eq!(confirmed(&questions, &sent), Ok(()));
            let mut more = questions.clone();
            more.push(Question::new("on", other.as_str()));
            let refusals = confirmed(&more, &sent).unwrap_err();
            prop_assert_eq!(refusals.len(), 1);
            prop_assert_eq!(refusals[0].what.as_str(), other.as_str());
            prop_assert_eq!(confirmed(&more, &marks(&sent, asked(&refusals))), Ok(()));
        }
    }

    #[test]
    fn other_refusals_ask_nothing() {
        let other = Refusal::of(RefusalCode::NothingAsked, "还没有选择要更正的信息。");
        assert!(asked(&[other]).is_empty());
        assert_eq!(confirmed(&[], "随便什么"), Ok(()));
    }
}
