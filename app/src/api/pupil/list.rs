//! The pupils one may see, and the search over them.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::desk::escaped;
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::tables::ListTools;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::ui::with_query;
use contract::Page;
use contract::pupil::{HostedLine, PupilLine};
use domain::id::PersonId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of pupils with the search that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilList {
    /// The pupils.
    pub page: Page<PupilLine, PersonId>,
    /// What was searched for.
    pub text: String,
    /// Grade, empty for all.
    pub grade: String,
    /// Pupils who learn at the actor's school while the record stays elsewhere, on the first page.
    pub hosted: Vec<HostedLine>,
    /// The pupils whose records the account opened last, on the first page.
    pub recent: Vec<PupilLine>,
    /// Whether some are left off: what was typed is a word of very many names.
    pub left_off: bool,
    /// What is wrong with the search.
    pub problem: Option<String>,
    /// How the list is shown, and the filters that were kept.
    pub tools: ListTools,
    /// The address of the list from its beginning.
    pub address: String,
}

#[cfg(feature = "ssr")]
const SEARCH: &str = "pupil_search";

/// Pupils in the actor's scope. What is searched for never stands in an address: it is kept with the session.
#[server(client = Attended, prefix = "/api", endpoint = "pupils")]
pub async fn pupils(
    /// The last pupil of the page before; none for the first page.
    after: Option<String>,
    /// The grade of a filter that was kept, from the address; empty where what was searched for last counts.
    #[server(default)]
    grade: String,
) -> Result<PupilList, AppError> {
    use domain::tables::List;
    use domain::text::NameOrder;
    let actor = actor()?;
    keep::read_ahead(&[SEARCH, &crate::api::tables::form_of(List::Pupils)]).await?;
    let state = keep::load(SEARCH).await?;
    // A kept filter stands for itself: what was typed to look for somebody is no part of it.
    let address = with_query("/pupils", [("grade", escaped(&grade).as_str())]);
    let (text, grade) = match grade.is_empty() {
        true => (state.value("text"), state.value("grade")),
        false => (String::new(), grade),
    };
    let tools = crate::api::tables::tools(&actor, List::Pupils, &[("grade", grade.as_str())]).await?;
    let first = after.as_ref().is_none_or(String::is_empty);
    let search = registry::person::Search {
        text: text.clone(),
        grade: grade.parse().ok(),
        after: after.filter(|after| !after.is_empty()).map(|after| id(&after)).transpose()?,
        order: if tools.choice.order() == "name" { NameOrder::Name } else { NameOrder::Pinyin },
        ..registry::person::Search::default()
    };
    let found = match first {
        true => registry().pupils().first_page(&actor, &search).await,
        false => {
            let found = registry().pupils().find_pupils(&actor, &search).await;
            found.map(|found| (found, Vec::new(), Vec::new()))
        }
    };
    match found {
        Ok((found, hosted, recent)) => {
            let (page, left_off) = (found.page, found.left_off);
            Ok(PupilList { page, text, grade, hosted, recent, left_off, problem: None, tools, address })
        }
        Err(registry::error::Error::Refused(refusals)) => {
            let problem = refusals.first().map(ToString::to_string);
            let (page, hosted, recent) = (Page::empty(), Vec::new(), Vec::new());
            Ok(PupilList { page, text, grade, hosted, recent, left_off: false, problem, tools, address })
        }
        Err(error) => Err(error.into()),
    }
}

/// Searches: keeps what is looked for and shows the list.
#[server(client = Attended, prefix = "/api", endpoint = "search_pupils")]
pub async fn search_pupils(
    /// What is searched for, as typed.
    text: String,
    /// The grade (年级); empty for all.
    grade: String,
) -> Result<(), AppError> {
    actor()?;
    let state = crate::api::form_state::FormState {
        values: typed([("text", domain::text::words(&text).text.as_str()), ("grade", grade.as_str())]),
        ..Default::default()
    };
    keep::put(SEARCH, &state).await?;
    crate::api::address::lead_to("/pupils");
    Ok(())
}
