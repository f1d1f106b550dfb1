//! 分步录入: the form of one child in steps, each short enough to be filled in between two other things. What was typed is kept from step to
//! step; the last one shows everything and enters it.

use super::{Block, Field, FieldKind};

/// A step of the entry of one child.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryStep {
    /// 身份信息
    #[default]
    Identity,
    /// 户籍和住址
    Places,
    /// 家庭成员
    Family,
    /// 年级班级和就读
    Class,
    /// 检查并提交
    Check,
}

impl EntryStep {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Places, Self::Family, Self::Class, Self::Check];

    /// Stable name, as in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Places => "places",
            Self::Family => "family",
            Self::Class => "class",
            Self::Check => "check",
        }
    }

    /// The step of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Identity => "身份信息",
            Self::Places => "户籍和住址",
            Self::Family => "家庭成员",
            Self::Class => "年级班级和就读",
            Self::Check => "检查并提交",
        }
    }

    /// The one after it; the last stays.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL.into_iter().find(|step| *step > self).unwrap_or(self)
    }

    /// The one before it; none before the first.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rfind(|step| *step < self)
    }

    /// The step in which an item is asked.
    pub fn of(item: Field) -> Self {
        match item.block() {
            Block::Member1 | Block::Member2 => Self::Family,
            Block::Contact => Self::Places,
            Block::Record | Block::Extended | Block::Commute => Self::Class,
            Block::Identity | Block::Auxiliary => match (item.kind(), item) {
                (FieldKind::Division, _) | (_, Field::NativePlace | Field::HukouKind) => Self::Places,
                _ => Self::Identity,
            },
        }
    }

    /// Its items, in the order of the form.
    pub fn items(self) -> Vec<Field> {
        Field::ALL.iter().copied().filter(|item| item.is_importable() && Self::of(*item) == self).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn article_7_every_item_is_asked_in_one_step_and_the_last_asks_none() {
        let asked: Vec<Field> = EntryStep::ALL.into_iter().flat_map(EntryStep::items).collect();
        let mut once = asked.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), asked.len());
        assert_eq!(asked.len(), Field::ALL.iter().filter(|item| item.is_importable()).count());
        assert!(EntryStep::Check.items().is_empty());
        let each = [EntryStep::Identity, EntryStep::Places, EntryStep::Family, EntryStep::Class];
        assert!(each.into_iter().all(|step| !step.items().is_empty()));
    }

    #[test]
    fn the_document_and_its_kind_are_asked_together_and_so_are_a_place_and_its_kind() {
        let of = EntryStep::of;
        assert_eq!((of(Field::IdKind), of(Field::IdNumber)), (EntryStep::Identity, EntryStep::Identity));
        assert_eq!((of(Field::HukouPlace), of(Field::HukouKind)), (EntryStep::Places, EntryStep::Places));
        assert_eq!(of(Field::Member1Hukou), EntryStep::Family, "a place of the family is the family's");
    }

    #[test]
    fn steps_lead_on_to_the_check_and_back_to_the_first() {
        let mut step = EntryStep::default();
        for _ in 0..EntryStep::ALL.len() {
            assert!(step.next().before() == Some(step) || step.next() == step);
            step = step.next();
        }
        assert_eq!((step, EntryStep::Identity.before()), (EntryStep::Check, None));
    }

    proptest! {
        #[test]
        fn only_the_name_of_a_step_is_one(text in "[a-z]{0,9}|\\PC{0,9}") {
            match EntryStep::from_key(&text) {
                Some(step) => prop_assert_eq!(step.key(), text),
                None => prop_assert!(EntryStep::ALL.iter().all(|step| step.key() != text)),
            }
        }
    }
}
