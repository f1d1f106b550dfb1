//! A line of the journal in pieces, told apart by who wrote them: what the system says, which a guardian reads in plain words, and what
//! somebody typed, a name or a number, which stands as it is. No text becomes a piece before it is said which of the two it is; only
//! what is written in the source itself is known for the first.

use domain::guide::plain;
use std::borrow::Cow;
use std::fmt::Display;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// In the system's own words.
    Said(Cow<'static, str>),
    /// As it was given.
    Given(String),
}

impl From<&'static str> for Piece {
    fn from(words: &'static str) -> Self {
        Self::Said(words.into())
    }
}

/// Words that the system put together.
pub(super) fn said(words: impl Into<String>) -> Piece {
    Piece::Said(Cow::Owned(words.into()))
}

/// What somebody typed, the name of a person or a unit, a number, a day.
pub(super) fn given(what: impl Display) -> Piece {
    Piece::Given(what.to_string())
}

/// A line of the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<Piece>);

/// A line of these pieces.
macro_rules! words {
    ($($piece:expr),* $(,)?) => {
        $crate::person::said::Line(vec![$($crate::person::said::Piece::from($piece)),*])
    };
}

pub(super) use words;

impl Line {
    /// The line and what follows it.
    pub(super) fn then(mut self, after: Self) -> Self {
        self.0.extend(after.0);
        self
    }

    /// Lines one after another, with something between them.
    pub(super) fn joined(lines: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut whole = Self::default();
        for (n, one) in lines.into_iter().enumerate() {
            if n > 0 {
                whole.0.push(between.into());
            }
            whole.0.extend(one.0);
        }
        whole
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.told(false).is_empty()
    }

    /// In words, in plain ones for a guardian.
    pub(super) fn told(&self, plainly: bool) -> String {
        let words = self.0.iter().map(|piece| match piece {
            Piece::Said(words) if plainly => plain(words),
            Piece::Said(words) => words.to_string(),
            Piece::Given(text) => text.clone(),
        });
        words.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_as_it_was_typed() {
        let told = words!["退回补正", "：", given("请补正户口簿，核验后再报")];
        assert_eq!(told.told(false), "退回补正：请补正户口簿，核验后再报");
        assert_eq!(told.told(true), format!("{}：请补正户口簿，核验后再报", plain("退回补正")));
        assert_ne!(told.told(true), told.told(false));
        assert_eq!(words![said("核验")].told(true), plain("核验"));
    }

    #[test]
    fn lines_are_put_together_piece_by_piece() {
        let both = Line::joined([words!["甲"], words![given("乙")]], "；");
        assert_eq!(both, words!["甲", "；", given("乙")]);
        assert_eq!(words!["甲"].then(words![given(1)]).told(true), "甲1");
        assert_eq!(Line::joined([], "；"), words![]);
        assert_eq!(Line::default().told(false), "");
    }
}
