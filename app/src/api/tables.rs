//! 表格设置 and 常用筛选: how a list is shown to whoever asks, and the filters that were given a name.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::desk::escaped;
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::tables as w;
use domain::tables::{List, SavedFilter, TableChoice};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an account chose for a list, and what it may keep of the filter it sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTools {
    /// The list.
    pub list: List,
    /// Its columns, order and density.
    pub choice: TableChoice,
    /// The filters that were given a name.
    pub filters: Vec<SavedFilter>,
    /// The filter of the page, as far as it may be kept.
    pub parts: BTreeMap<String, String>,
    /// What was done or went wrong.
    pub state: FormState,
}

/// The page of a list.
pub fn page_of(list: List) -> &'static str {
    match list {
        List::Pupils => "/pupils",
        List::Kept => "/archives/permanent",
        List::Desk => "/desk",
        List::Schools => "/schools",
        List::Letters => "/letters",
        List::Problems => "/problems",
        List::Violations => "/violations",
        List::Warnings => "/warnings",
        List::Certificates => "/certificates",
        List::Imports => "/imports",
        List::Registrars => "/registrars",
        List::Accounts => "/accounts",
    }
}

/// The address of a list, filtered so.
pub fn address_of(list: List, parts: &BTreeMap<String, String>) -> String {
    let page = page_of(list);
    let pairs: Vec<String> = parts.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
    if pairs.is_empty() { page.to_owned() } else { format!("{page}?{}", pairs.join("&")) }
}

/// Name of the field in which a filter is renamed, for what was typed there and what is wrong with it.
pub(crate) fn renamed(id: &str) -> String {
    format!("renamed_{id}")
}

/// Where a form above a list leads back to: the list as it is filtered, and nowhere else.
#[cfg(feature = "ssr")]
fn back_to(list: List, back: String) -> String {
    let page = page_of(list);
    if back.split('?').next() == Some(page) { back } else { page.to_owned() }
}

/// Name of the form above a list.
#[cfg(feature = "ssr")]
pub(crate) fn form_of(list: List) -> String {
    format!("tables/{}", list.key())
}

/// What the actor chose for a list that is filtered so.
#[cfg(feature = "ssr")]
pub(crate) async fn tools(
    actor: &domain::access::Actor,
    list: List,
    parts: &[(&str, &str)],
) -> Result<ListTools, AppError> {
    let tables = registry().accounts().tables(actor).await?;
    let parts: BTreeMap<String, String> =
        parts.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Ok(ListTools {
        list,
        choice: tables.choice(list),
        filters: tables.filters(list),
        parts: list.filter(&parts),
        state: keep::load(&form_of(list)).await?,
    })
}

/// How a list that is filtered so is shown to whoever asks, for a page whose own question does not tell it.
#[server(name = GetListTools, client = Attended, prefix = "/api", endpoint = "list_tools")]
pub async fn list_tools(
    /// Key of the list.
    list: String,
    /// The parts of the list's address.
    #[server(default)]
    parts: BTreeMap<String, String>,
) -> Result<ListTools, AppError> {
    let list = List::from_key(&list).ok_or(AppError::NotFound)?;
    let parts: Vec<(&str, &str)> = parts.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    tools(&actor()?, list, &parts).await
}

/// How a list is shown, filtered by these parts of its address.
///
/// # Errors
/// As the server says.
pub(crate) async fn shown_by<const N: usize>(
    list: List,
    parts: [(&str, &str); N],
) -> Result<ListTools, AppError> {
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let parts = parts.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    list_tools(list.key().to_owned(), parts).await
}

/// Shows a list so from now on, and goes back to where one was in it.
#[server(client = Attended, prefix = "/api", endpoint = "choose_table")]
pub async fn choose_table(
    /// Key of the list.
    list: String,
    /// The columns that are ticked.
    #[server(default)]
    columns: Vec<String>,
    /// Key of the order; empty where there is one only.
    #[server(default)]
    order: String,
    /// `comfortable` or `compact`.
    #[server(default)]
    density: String,
    /// The address of the list as it is filtered.
    #[server(default)]
    back: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let list = List::from_key(&list).ok_or(AppError::NotFound)?;
    let choice = TableChoice::from_form(list, &columns, &order, &density);
    let back = back_to(list, back);
    let result = registry().accounts().choose_table(&actor, list, &choice).await;
    let result = result.map(|()| back.clone()).map_err(AppError::from);
    let form = form_of(list);
    keep::finish_saying(&form, &form, &back, typed([]), result, w::APPLIED).await
}

/// Gives the filter of a list a name.
#[server(client = Attended, prefix = "/api", endpoint = "save_filter")]
pub async fn save_filter(
    /// Key of the list.
    list: String,
    /// Its name, as typed.
    #[server(default)]
    filter_name: String,
    /// The parts of the list's address.
    #[server(default)]
    parts: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let list = List::from_key(&list).ok_or(AppError::NotFound)?;
    let there = address_of(list, &list.filter(&parts));
    let result = registry().accounts().save_filter(&actor, list, &filter_name, &parts).await;
    let result = result.map(|()| there.clone()).map_err(AppError::from);
    let (form, kept) = (form_of(list), typed([("filter_name", cut(&filter_name))]));
    keep::finish_saying(&form, &form, &there, kept, result, w::SAVED).await
}

/// Gives a filter another name, or takes it away.
#[server(client = Attended, prefix = "/api", endpoint = "change_filter")]
pub async fn change_filter(
    /// Key of the list.
    list: String,
    /// The filter.
    id: String,
    /// Its new name, as typed.
    #[server(default)]
    filter_name: String,
    /// `remove`; anything else renames it.
    #[server(default)]
    go: String,
    /// The address of the list as it is filtered.
    #[server(default)]
    back: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let list = List::from_key(&list).ok_or(AppError::NotFound)?;
    let registry = registry();
    let (result, words) = if go == "remove" {
        (registry.accounts().remove_filter(&actor, &id).await, w::REMOVED)
    } else {
        (registry.accounts().rename_filter(&actor, &id, &filter_name).await, w::RENAMED)
    };
    let (form, back, control) = (form_of(list), back_to(list, back), renamed(cut(&id)));
    // Each filter has a field of its own: what is wrong stands beside the one it is about.
    let result = result
        .map(|()| back.clone())
        .map_err(|error| crate::api::session::by_field(AppError::from(error), &control));
    let kept = typed([(control.as_str(), cut(&filter_name))]);
    keep::finish_saying(&form, &form, &back, kept, result, words).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_leads_to_its_list_and_the_list_reads_it_again() {
        let none = BTreeMap::new();
        assert_eq!(address_of(List::Pupils, &none), "/pupils");
        let parts: BTreeMap<String, String> = [("class", "一年级1班&x"), ("overdue", "1")]
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let ask = crate::api::desk::DeskAsk {
            class: "一年级1班&x".into(),
            overdue: "1".into(),
            ..Default::default()
        };
        assert_eq!(address_of(List::Desk, &parts), ask.address());
    }
}
