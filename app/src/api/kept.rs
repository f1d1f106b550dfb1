//! The catalogue of the archives a unit keeps for good (第九条, 第十六条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, keep, typed};
use crate::api::tables::ListTools;
use crate::api::{AppError, Attended};
use contract::Page;
use contract::kept::KeptLine;
use domain::id::PersonId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One page of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptArchives {
    /// The archives.
    pub page: Page<KeptLine, PersonId>,
    /// Whether some are left off: what was typed is a word of very many names.
    pub left_off: bool,
    /// What is searched for.
    pub text: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Whether this is a school.
    pub in_school: bool,
    /// Of an authority: the children who dropped out elsewhere and whom it follows (第二十二条第二款).
    pub followed: Vec<contract::watch::Followed>,
    /// How the list is shown.
    pub tools: ListTools,
}

#[cfg(feature = "ssr")]
const SEARCH: &str = "kept_search";

/// The archives the actor's unit keeps for good. What is searched for is kept with the session.
#[server(name = GetKept, client = Attended, prefix = "/api", endpoint = "kept_archives")]
pub async fn kept_archives(
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<KeptArchives, AppError> {
    let actor = actor()?;
    keep::read_ahead(&[SEARCH, &crate::api::tables::form_of(domain::tables::List::Kept)]).await?;
    let text = keep::load(SEARCH).await?.value("text");
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let followed =
        if after.is_none() { registry().watch().children_followed(&actor).await? } else { Vec::new() };
    let tools = crate::api::tables::tools(&actor, domain::tables::List::Kept, &[]).await?;
    match registry().schools().kept_archives(&actor, &text, after).await {
        Ok(found) => {
            let (page, left_off) = (found.page, found.left_off);
            Ok(KeptArchives { page, left_off, text, problem: None, in_school, followed, tools })
        }
        Err(registry::error::Error::Refused(refusals))
            if refusals.iter().any(|refusal| refusal.code == RefusalCode::SearchTooShort) =>
        {
            let problem = refusals.first().map(ToString::to_string);
            let page = Page::empty();
            Ok(KeptArchives { page, left_off: false, text, problem, in_school, followed, tools })
        }
        Err(error) => Err(error.into()),
    }
}

/// Searches the catalogue.
#[server(client = Attended, prefix = "/api", endpoint = "search_kept")]
pub async fn search_kept(
    /// What is searched for, as typed.
    #[server(default)]
    text: String,
) -> Result<(), AppError> {
    actor()?;
    let text: String = domain::text::cut(&text, 60);
    keep::put(SEARCH, &FormState { values: typed([("text", &text)]), ..FormState::default() }).await?;
    crate::api::address::lead_to("/archives/permanent");
    Ok(())
}
