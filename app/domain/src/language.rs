//! 语言: the two languages in which this register speaks to people. Staff work in Chinese, the language of the regulation; guardians and
//! whoever is not signed in choose.

use serde::{Deserialize, Serialize};

/// A language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// Both; the first is the one that nobody chose.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Stable name in the cookie and in the document.
    pub fn key(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// The language with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What a document says of itself: its `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Its name, in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Chinese => "中文",
            Self::English => "English",
        }
    }

    /// The one of the two that a browser likes best (`Accept-Language`); none where it names neither.
    pub fn preferred(accepted: &str) -> Option<Self> {
        let mut best: Option<(Self, u32)> = None;
        for part in accepted.split(',') {
            let mut parts = part.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or_default();
            let weight = parts.find_map(|one| one.strip_prefix("q=")).map_or(1000, thousandths);
            let Some(language) = Self::from_key(primary).filter(|_| weight > 0) else { continue };
            // Of two that weigh the same the first counts.
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// A weight between 0 and 1 in thousandths; nothing where it does not read.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = part.chars().chain("000".chars()).take(3).collect::<String>();
    match (whole, digits.parse::<u32>()) {
        ("1", _) => 1000,
        ("0", Ok(part)) => part,
        _ => 0,
    }
}

/// What has a name in both languages: a code of this register, an item of the form, a state. The Chinese one is the term of the law.
pub trait Spoken {
    /// The Chinese term.
    fn chinese(&self) -> &'static str;

    /// The same in English.
    fn english(&self) -> &'static str;

    /// The name in a language.
    fn label_in(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_language_a_browser_likes_best_is_taken_and_no_third_one() {
        let (zh, en) = (Some(Language::Chinese), Some(Language::English));
        for (accepted, language) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", zh),
            ("en-US,en;q=0.9,zh-CN;q=0.8", en),
            ("EN", en),
            ("fr-FR,fr;q=0.9,en;q=0.3,zh;q=0.2", en),
            ("fr-FR,fr;q=0.9,en;q=0.3,zh;q=0.4", zh),
            ("zh;q=0.5, en;q=0.5", zh),
            ("en;q=0", None),
            ("en;q=0.0, zh;q=0.001", zh),
            ("de, *", None),
            ("", None),
            ("en;q=oops", None),
        ] {
            assert_eq!(Language::preferred(accepted), language, "{accepted}");
        }
    }

    #[test]
    fn a_language_is_found_by_its_key() {
        for language in Language::ALL {
            assert_eq!(Language::from_key(language.key()), Some(language));
            assert!(language.tag().starts_with(language.key()));
            assert!(!language.own_name().is_empty());
        }
        assert_eq!(Language::from_key("fr"), None);
        assert_eq!(Language::default(), Language::Chinese);
    }

    proptest! {
        /// Whatever a browser sends, and a language that it refuses is never taken.
        #[test]
        fn any_header_is_read(header in "\\PC{0,60}", before in "[a-z,;=.0-9]{0,30}") {
            Language::preferred(&header);
            Language::preferred(&before);
            prop_assert_eq!(Language::preferred("en;q=0,fr"), None);
        }
    }
}
