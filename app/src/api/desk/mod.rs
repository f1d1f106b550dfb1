//! The desk (待办台): everything that waits for whoever asks, of every kind, in one list; what he opened and where it stands.

pub mod many;
#[cfg(feature = "ssr")]
pub(crate) mod onward;

pub use many::{DecideDesk, DeskMany, GetDeskMany, GetPicked, PickOnDesk, desk_many, desk_picked};

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::keep;
use crate::api::tables::ListTools;
use crate::api::{AppError, Attended};
use contract::access::AlarmLine;
use contract::desk::DeskPage;
#[cfg(feature = "ssr")]
use domain::tables::List;
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
pub(crate) fn escaped(value: &str) -> String {
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

/// One page of the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// What was asked for.
    pub ask: DeskAsk,
    /// The rows, figures by kind, classes to choose from.
    pub page: DeskPage,
    /// What is selected to be decided together, on this and on other pages.
    pub picked: Vec<String>,
    /// Unusual looks into records in the own unit, for its leader (第二十五条).
    pub alarms: Vec<AlarmLine>,
    /// What was done or went wrong.
    pub state: FormState,
    /// How the list is shown, and the filters that were kept; none where there is no list.
    pub tools: Option<ListTools>,
    /// Whether the account handles matters at all.
    pub has_desk: bool,
    /// Whether it handles cases, of which there is a list besides.
    pub handles_cases: bool,
    /// 先培训后上岗: a registrar without a certificate or an appointment handles nothing yet: what is missing, who puts it on record.
    pub barred: Option<(String, String)>,
}

impl DeskView {
    /// How many wait in all.
    pub fn waiting(&self) -> u64 {
        self.page.by_kind.iter().map(|(_, n)| n).sum()
    }
}

/// One page of the desk.
#[server(name = GetDesk, client = Attended, prefix = "/api", endpoint = "desk")]
pub async fn desk(
    /// Which list, filtered how, from where.
    #[server(default)]
    ask: DeskAsk,
) -> Result<DeskView, AppError> {
    use domain::access::Role;
    let actor = actor()?;
    let has_desk = registry().matters().has_desk(&actor);
    let barred = crate::api::context::barred(&actor);
    if !has_desk || barred.is_some() {
        return Ok(DeskView { ask, has_desk, barred, ..DeskView::default() });
    }
    let after = onward::cursor(&ask.after);
    let mut page = if ask.mine() {
        registry().matters().desk_of_mine(&actor, after).await?
    } else {
        registry().matters().desk(&actor, &onward::filter(&ask), after).await?
    };
    if ask.mine() {
        page.by_kind = crate::api::session::desk_counts(&actor).await?;
    }
    if !ask.class.is_empty() && !page.classes.contains(&ask.class) {
        page.classes.push(ask.class.clone());
    }
    keep::read_ahead(&["desk", &crate::api::tables::form_of(List::Desk), many::PICKED]).await?;
    let state = keep::load("desk").await?;
    let tools = crate::api::tables::tools(&actor, List::Desk, &ask.pairs()).await?;
    let picked = many::picked().await?.0;
    Ok(DeskView {
        page,
        picked,
        alarms: crate::api::access::own_alarms(&actor).await?,
        state,
        tools: Some(tools),
        has_desk,
        handles_cases: matches!(actor.role, Role::Registrar | Role::Leader),
        barred: None,
        ask,
    })
}

/// What waits for whoever asks, and what he opened that is not closed yet: the numbers beside the navigation.
#[server(name = GetDeskNumbers, client = Attended, prefix = "/api", endpoint = "desk_numbers")]
pub async fn desk_numbers() -> Result<(u64, u64), AppError> {
    numbers_of(&actor()?).await
}

/// The same for an actor; nothing for who has no desk.
#[cfg(feature = "ssr")]
pub(crate) async fn numbers_of(actor: &domain::access::Actor) -> Result<(u64, u64), AppError> {
    if !registry().matters().has_desk(actor) {
        return Ok((0, 0));
    }
    let waiting = crate::api::session::desk_counts(actor).await?;
    Ok((waiting.into_iter().map(|(_, n)| n).sum(), registry().matters().opened_count(actor).await?))
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
