//! Words in both languages, side by side: a text that has only one does not compile. Which is meant is decided where they are shown: by the
//! frame of the page ([`crate::language::here`]).

use crate::language::here;
use domain::language::Language;
use leptos::prelude::{IntoAttributeValue, IntoRender};
use std::fmt;
use std::ops::Deref;

/// A text in Chinese and in English. Where a text is wanted it is the one of the language spoken there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    zh: &'static str,
    en: &'static str,
}

impl Words {
    /// Both texts.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text in a language.
    pub const fn say(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }

    /// The text in the language spoken here.
    pub fn said(self) -> &'static str {
        self.say(here())
    }

    /// The same, owned.
    pub fn to_owned(self) -> String {
        String::from(self.said())
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        self.said()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said())
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        Self::from(words.said())
    }
}

impl IntoRender for Words {
    type Output = &'static str;

    fn into_render(self) -> Self::Output {
        self.said()
    }
}

impl IntoAttributeValue for Words {
    type Output = &'static str;

    fn into_attribute_value(self) -> Self::Output {
        self.said()
    }
}

/// `NAME: "中文" / "English";`: constants of a module, and the list of all of them, which is tested.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident: $zh:literal / $en:literal;)+) => {
        $($(#[$about])* pub const $name: $crate::text::words::Words = $crate::text::words::Words::new($zh, $en);)+

        /// Every one of them, with its name.
        #[cfg(test)]
        pub(crate) const WORDS: &[(&str, $crate::text::words::Words)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use words;

/// What is said with values in it: the sentence of the language spoken here.
pub(crate) fn either(zh: impl FnOnce() -> String, en: impl FnOnce() -> String) -> String {
    match here() {
        Language::Chinese => zh(),
        Language::English => en(),
    }
}
