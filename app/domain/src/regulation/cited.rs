//! Where a text cites an article of the regulation: what a page writes as a link to it.

use super::ARTICLES;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// 第…条, and which article it is.
    Cited(&'a str, u8),
}

impl<'a> Piece<'a> {
    /// The piece as it stands in the text.
    pub fn text(self) -> &'a str {
        match self {
            Self::Words(text) | Self::Cited(text, _) => text,
        }
    }
}

/// The regulation by its name and by its short one; an article after the name of another law or document is that one's.
const OWN_NAMES: [&str; 2] = ["《中小学生学籍管理办法》", "《办法》"];

/// The text in pieces; together they are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    // Where what was not yet told begins, and from where the next citation is looked for.
    let (mut told, mut from) = (0, 0);
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('第')).map(|at| from + at) {
        let (before, rest) = text.split_at(at);
        from = at + '第'.len_utf8();
        let Some((cited, number)) = numbered(rest).filter(|_| is_own(before, &found, told == at)) else {
            continue;
        };
        if told < at {
            found.extend(text.get(told..at).map(Piece::Words));
        }
        found.push(Piece::Cited(cited, number));
        from = at + cited.len();
        told = from;
    }
    found.extend(text.get(told..).filter(|rest| !rest.is_empty()).map(Piece::Words));
    found
}

/// Whether what stands before a number leaves it the regulation's own: its name, a bracket, a mark of punctuation or nothing; of a list
/// (、, 至) the one before has to be its own, too.
fn is_own(before: &str, found: &[Piece<'_>], right_after: bool) -> bool {
    if right_after && !found.is_empty() {
        return true;
    }
    if let Some(list) = before.strip_suffix('、').or_else(|| before.strip_suffix('至')) {
        return matches!(found.last(), Some(Piece::Cited(text, _)) if list.ends_with(*text));
    }
    OWN_NAMES.iter().any(|name| before.ends_with(name))
        || before.chars().next_back().is_none_or(|last| "（(，。；：\n ".contains(last))
}

/// The citation a text begins with: 第, the number in Chinese, 条.
fn numbered(text: &str) -> Option<(&str, u8)> {
    let end = text.find('条').filter(|end| *end <= "第二十九".len())? + '条'.len_utf8();
    let cited = text.get(..end)?;
    let article = ARTICLES.iter().find(|article| article.title() == cited)?;
    Some((cited, article.number))
}
