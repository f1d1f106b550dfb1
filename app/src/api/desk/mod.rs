//! The desk (待办台): everything that waits for whoever asks, of every kind, in one list; what he opened and where it stands.

pub mod many;
#[cfg(feature = "ssr")]
pub(crate) mod onward;

pub use many::{DecideDesk, DeskMany, GetDeskMany, PickOnDesk, desk_many};

use crate::api::access::AlarmRow;
#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What of the desk is asked for. It stands in the page's address, so there is nothing personal in it: kinds, classes, days and ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskAsk {
    /// `mine` for what the account opened; empty for what waits.
    pub tab: String,
    /// Stable name of a kind.
    pub kind: String,
    /// 年级班级
    pub class: String,
    /// `1` for what is late only.
    pub overdue: String,
    /// `1` for what came back only.
    pub sent_back: String,
    /// Where the page starts: `day.id` of the row before.
    pub after: String,
    /// The page of the matter that is open beside the list.
    pub open: String,
    /// Its place in the list: `day.id`.
    pub at: String,
}

impl DeskAsk {
    /// What the account opened, rather than what waits for it.
    pub fn mine(&self) -> bool {
        self.tab == "mine"
    }

    /// The same list without a matter open beside it.
    pub fn list(&self) -> Self {
        Self { open: String::new(), at: String::new(), ..self.clone() }
    }

    /// The list from its beginning.
    pub fn first_page(&self) -> Self {
        Self { after: String::new(), ..self.list() }
    }

    /// The same with everything of a tab in it.
    pub fn unfiltered(&self) -> Self {
        Self { tab: self.tab.clone(), ..Self::default() }
    }

    /// Whether something is left out.
    pub fn is_filtered(&self) -> bool {
        [&self.kind, &self.class, &self.overdue, &self.sent_back].iter().any(|part| !part.is_empty())
    }

    /// Its parts by name, as an address or a form holds them.
    pub(crate) fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("tab", &self.tab),
            ("kind", &self.kind),
            ("class", &self.class),
            ("overdue", &self.overdue),
            ("sent_back", &self.sent_back),
            ("after", &self.after),
            ("open", &self.open),
            ("at", &self.at),
        ]
    }

    /// The page's address.
    pub fn address(&self) -> String {
        let parts = self.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        let query =
            parts.map(|(key, value)| format!("{key}={}", escaped(value))).collect::<Vec<_>>().join("&");
        if query.is_empty() { "/desk".to_owned() } else { format!("/desk?{query}") }
    }
}

/// A value as it stands in an address.
fn escaped(value: &str) -> String {
    let mut written = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                written.push(char::from(byte));
            }
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

/// One matter in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLine {
    /// Unique among all matters.
    pub id: String,
    /// Its place in the list: `day.id`.
    pub at: String,
    /// What a form sends that decides several together; none for what is decided one by one.
    pub many: Option<String>,
    /// 种类
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Whether somebody still has something to do.
    pub pending: bool,
    /// Whom or what it is about.
    pub about: String,
    /// 年级班级
    pub class: String,
    /// From whom.
    pub from: String,
    /// Since when.
    pub since: String,
    /// By when.
    pub due_on: Option<String>,
    /// Working days left.
    pub days_left: Option<i64>,
    /// Whether that day may still move.
    pub provisional: bool,
    /// Whether it has passed.
    pub overdue: bool,
    /// Who else has to act.
    pub also_with: Vec<String>,
    /// Whether it came back to be mended.
    pub sent_back: bool,
    /// Its page.
    pub href: String,
}

/// How many matters of a kind wait: stable name, 种类, number.
pub type KindCount = (String, String, u64);

/// One page of the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// What was asked for.
    pub ask: DeskAsk,
    /// The rows, the most urgent first.
    pub lines: Vec<DeskLine>,
    /// How many there are under the filter.
    pub total: u64,
    /// How many wait in all, by kind.
    pub by_kind: Vec<KindCount>,
    /// Classes to choose from.
    pub classes: Vec<String>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// What is selected to be decided together, on this and on other pages.
    pub picked: Vec<String>,
    /// Unusual looks into records in the own unit, for its leader (第二十五条).
    pub alarms: Vec<AlarmRow>,
    /// What was done or went wrong.
    pub state: FormState,
    /// Whether the account handles matters at all.
    pub has_desk: bool,
    /// 先培训后上岗: a registrar without a certificate handles nothing yet.
    pub untrained: bool,
}

impl DeskView {
    /// How many wait in all.
    pub fn waiting(&self) -> u64 {
        self.by_kind.iter().map(|(_, _, n)| n).sum()
    }
}

/// One page of the desk.
#[server(name = GetDesk, client = Attended, prefix = "/api", endpoint = "desk")]
pub async fn desk(#[server(default)] ask: DeskAsk) -> Result<DeskView, AppError> {
    use domain::access::Role;
    let actor = actor()?;
    let has_desk = matches!(actor.role, Role::Registrar | Role::Leader);
    if !has_desk || (actor.role == Role::Registrar && !actor.trained) {
        return Ok(DeskView { ask, has_desk, untrained: has_desk, ..DeskView::default() });
    }
    let after = onward::cursor(&ask.after);
    let page = if ask.mine() {
        registry().desk_of_mine(&actor, after).await?
    } else {
        registry().desk(&actor, &onward::filter(&ask), after).await?
    };
    let mut by_kind = page.by_kind;
    if ask.mine() {
        by_kind = registry().desk_counts(&actor).await?;
    }
    let mut classes: Vec<String> = page.lines.iter().map(|line| line.class.clone()).collect();
    classes.push(ask.class.clone());
    classes.retain(|class| !class.is_empty());
    classes.sort();
    classes.dedup();
    let state = keep::load("desk").await?;
    let picked = many::picked().await?.0;
    Ok(DeskView {
        lines: page.lines.into_iter().map(|line| onward::line(line, ask.mine())).collect(),
        total: page.total,
        by_kind: by_kind
            .into_iter()
            .map(|(kind, n)| (kind.as_str().to_owned(), kind.label().to_owned(), n))
            .collect(),
        classes,
        next: page.next.map(|(day, id)| format!("{day}.{id}")),
        picked,
        alarms: crate::api::access::own_alarms(&actor).await?,
        state,
        has_desk,
        untrained: false,
        ask,
    })
}

#[cfg(test)]
mod tests {
    use super::DeskAsk;

    #[test]
    fn an_address_holds_what_was_asked_and_nothing_that_was_not() {
        assert_eq!(DeskAsk::default().address(), "/desk");
        let ask = DeskAsk {
            class: "一年级1班&x".into(),
            overdue: "1".into(),
            open: "/cases/7".into(),
            ..DeskAsk::default()
        };
        assert_eq!(
            ask.address(),
            "/desk?class=%E4%B8%80%E5%B9%B4%E7%BA%A71%E7%8F%AD%26x&overdue=1&open=/cases/7"
        );
        assert_eq!(
            ask.first_page().address(),
            "/desk?class=%E4%B8%80%E5%B9%B4%E7%BA%A71%E7%8F%AD%26x&overdue=1"
        );
        assert!(ask.is_filtered() && !ask.unfiltered().is_filtered());
    }
}
