//! One record (学籍档案, 第七条第一项) on pages of its own: what one has to know first, the items, the archive, the matters, what happened, who
//! looked. Each asks for what it shows; the tabs above them are plain links.

pub mod info;
pub mod matters;
pub mod overview;
pub mod timeline;

pub use info::RecordInfoPage;
pub(crate) use info::{blocks, form};
pub use matters::RecordMattersPage;
pub use overview::PupilPage;
pub use timeline::{History, RecordTimelinePage};

use crate::text::t::{access, record as w};
use crate::ui::{Nav, NavItem};
use domain::id::PersonId;
use leptos::prelude::*;

/// A page of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// 概况
    Overview,
    /// 学籍信息
    Info,
    /// 档案内容
    Archive,
    /// 事项
    Matters,
    /// 变动记录
    Timeline,
    /// 访问记录
    Looks,
}

impl Tab {
    const ALL: [Self; 6] =
        [Self::Overview, Self::Info, Self::Archive, Self::Matters, Self::Timeline, Self::Looks];

    /// Its words.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Overview => w::OVERVIEW,
            Self::Info => w::INFO,
            Self::Archive => w::ARCHIVE,
            Self::Matters => w::MATTERS,
            Self::Timeline => w::TIMELINE,
            Self::Looks => access::OF_PUPIL,
        }
    }

    /// Its address.
    pub(crate) fn href(self, person: PersonId) -> String {
        let part = match self {
            Self::Overview => "",
            Self::Info => "/info",
            Self::Archive => "/archive",
            Self::Matters => "/matters",
            Self::Timeline => "/timeline",
            Self::Looks => "/access",
        };
        format!("/pupils/{person}{part}")
    }
}

/// The pages of a record, above each of them.
pub(crate) fn tabs(person: PersonId, may_see_looks: bool, here: Tab) -> impl IntoView + use<> {
    let items: Vec<NavItem> = Tab::ALL
        .into_iter()
        .filter(|tab| may_see_looks || *tab != Tab::Looks)
        .map(|tab| NavItem::new(tab.href(person), tab.label()))
        .collect();
    view! { <Nav items path=Signal::stored(here.href(person)) secondary=true label=w::TABS/> }
}

#[cfg(test)]
mod tests {
    use super::Tab;
    use domain::id::PersonId;
    use std::collections::BTreeSet;

    #[test]
    fn every_page_of_a_record_has_an_address_and_words_of_its_own() {
        let person: PersonId = "0197a3b0-0000-7000-8000-000000000001".parse().unwrap();
        let addresses: BTreeSet<String> = Tab::ALL.iter().map(|tab| tab.href(person)).collect();
        let words: BTreeSet<&str> = Tab::ALL.iter().map(|tab| tab.label()).collect();
        assert_eq!((addresses.len(), words.len()), (Tab::ALL.len(), Tab::ALL.len()));
        let overview = Tab::Overview.href(person);
        assert!(addresses.iter().all(|address| address.starts_with(&overview)));
    }
}
