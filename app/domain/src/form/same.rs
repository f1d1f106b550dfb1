//! 与…相同: items that say for most children what another item says already. Who fills the form ticks that it is so instead of writing it
//! again; what is ticked goes before what stands in the item.

use super::{Block, Field};
use crate::refusal::{Basis, Refusal, RefusalCode};
use std::collections::BTreeMap;

impl Field {
    /// The item that says the same for most children; none for items that say something of their own.
    pub fn same_as(self) -> Option<Self> {
        match self {
            Self::MailAddress | Self::HomeAddress | Self::Member1Address | Self::Member2Address => {
                Some(Self::CurrentAddress)
            }
            Self::Member1Hukou | Self::Member2Hukou => Some(Self::HukouPlace),
            _ => None,
        }
    }

    /// The words of the box that says so: `通信地址与现住址相同`, of a member of the family `成员一现住址与学生现住址相同`.
    pub fn same_label(self) -> Option<String> {
        let of_child = match self.block() {
            Block::Member1 | Block::Member2 => "学生",
            _ => "",
        };
        self.same_as().map(|item| format!("{}与{of_child}{}相同", self.label(), item.label()))
    }
}

/// Fills the items that are ticked as the same with what the other item says; where that says nothing they are empty too.
pub fn fill_same(values: &mut BTreeMap<Field, String>, ticked: impl Fn(Field) -> bool) {
    for item in Field::ALL.iter().copied().filter(|item| ticked(*item)) {
        if let Some(other) = item.same_as() {
            let said = values.get(&other).cloned().unwrap_or_default();
            values.insert(item, said);
        }
    }
}

/// The items that are ticked as the same as another that says nothing, each with what is wrong: nothing is copied, and what stands in the
/// item itself, put away behind the box, is not taken for it.
pub fn same_as_nothing(
    values: &BTreeMap<Field, String>,
    ticked: impl Fn(Field) -> bool,
) -> Vec<(Field, Refusal)> {
    let says = |item: &Field| values.get(item).is_some_and(|said| !said.trim().is_empty());
    let items = Field::ALL.iter().copied().filter(|item| ticked(*item));
    items
        .filter_map(|item| Some((item, nothing_to_copy(item, item.same_as().filter(|other| !says(other))?))))
        .collect()
}

fn nothing_to_copy(item: Field, other: Field) -> Refusal {
    let (label, other) = (item.label(), other.label());
    let what = format!("{other}没有填写，{label}没有可以相同的内容。");
    let remedy = format!("请先填写{other}，或不勾选相同，另填{label}。");
    Refusal::new(RefusalCode::named(item.key()), Basis::Procedure, what, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_is_of_the_same_kind_and_says_something_of_its_own() {
        let with: Vec<Field> = Field::ALL.iter().copied().filter(|item| item.same_as().is_some()).collect();
        assert_eq!(with.len(), 6);
        for item in with {
            let other = item.same_as().unwrap();
            assert_eq!(item.kind(), other.kind(), "{}", item.label());
            assert_eq!(other.same_as(), None, "no chain of boxes: {}", item.label());
            assert!(other.number() < item.number(), "it stands above: {}", item.label());
        }
        assert_eq!(Field::MailAddress.same_label().as_deref(), Some("通信地址与现住址相同"));
        assert_eq!(Field::Member2Address.same_label().as_deref(), Some("成员二现住址与学生现住址相同"));
        assert_eq!(Field::Member1Hukou.same_label().as_deref(), Some("成员一户口所在地与学生户口所在地相同"));
        assert_eq!(Field::Name.same_label(), None);
    }

    #[test]
    fn what_is_ticked_as_the_same_as_nothing_is_told() {
        let ticked = |item: Field| matches!(item, Field::MailAddress | Field::Member1Hukou | Field::Name);
        let mut values: BTreeMap<Field, String> =
            [(Field::MailAddress, "放在后面的内容".to_owned()), (Field::CurrentAddress, "  ".to_owned())]
                .into();
        let told = same_as_nothing(&values, ticked);
        let items: Vec<Field> = told.iter().map(|(item, _)| *item).collect();
        assert_eq!(items, [Field::MailAddress, Field::Member1Hukou]);
        let (_, refusal) = &told[0];
        assert_eq!(refusal.control(), Field::MailAddress.key());
        assert!(refusal.remedy.contains("请先填写现住址"), "{}", refusal.remedy);
        values.insert(Field::CurrentAddress, "江苏省南京市玄武区北京东路1号".to_owned());
        values.insert(Field::HukouPlace, "320102".to_owned());
        assert!(same_as_nothing(&values, ticked).is_empty());
    }

    proptest! {
        /// What is ticked is what the other item says, whatever stood there; everything else stays.
        #[test]
        fn the_tick_is_the_entry(said in "\\PC{0,12}", before in "\\PC{0,12}", ticked in any::<u8>()) {
            let mut values: BTreeMap<Field, String> =
                Field::ALL.iter().map(|item| (*item, before.clone())).collect();
            values.insert(Field::CurrentAddress, said.clone());
            let boxes: Vec<Field> = Field::ALL.iter().copied().filter(|item| item.same_as().is_some()).collect();
            let is_ticked =
                |item: Field| boxes.iter().position(|one| *one == item).is_some_and(|n| ticked & (1 << n) != 0);
            let was = values.clone();
            fill_same(&mut values, is_ticked);
            for (item, value) in &values {
                let other = item.same_as().filter(|_| is_ticked(*item));
                prop_assert_eq!(value, &was[&other.unwrap_or(*item)]);
            }
        }
    }
}
