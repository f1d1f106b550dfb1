//! The catalogue of the archives a unit keeps for good (第九条, 第十六条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, keep, typed};
use crate::api::{AppError, Attended};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRow {
    /// The person.
    pub id: String,
    /// 姓名, as the policy masks it.
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// The school the pupil left.
    pub school: String,
    /// How the pupil left.
    pub standing: String,
    /// How it is kept.
    pub kind: String,
    /// Since when.
    pub since: String,
    /// By which act, where one moved it here.
    pub act: Option<String>,
    /// 纸质案卷 in words; empty where there is none here.
    pub paper: String,
}

/// One page of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptArchives {
    /// The rows.
    pub rows: Vec<KeptRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// What is searched for.
    pub text: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Whether this is a school.
    pub in_school: bool,
}

#[cfg(feature = "ssr")]
const SEARCH: &str = "kept_search";

/// The archives the actor's unit keeps for good. What is searched for is kept with the session.
#[server(name = GetKept, client = Attended, prefix = "/api", endpoint = "kept_archives")]
pub async fn kept_archives(after: String) -> Result<KeptArchives, AppError> {
    let actor = actor()?;
    let text = keep::load(SEARCH).await?.value("text");
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    match registry().kept_archives(&actor, &text, after).await {
        Ok(page) => {
            let row = |line: registry::school::KeptLine| KeptRow {
                id: line.id.to_string(),
                name: line.name,
                number: line.number,
                school: line.school,
                standing: line.standing.to_owned(),
                kind: line.kind.label().to_owned(),
                since: day(line.since),
                act: line.act,
                paper: line.paper.map_or_else(String::new, |(pieces, place)| {
                    crate::text::t::paper::kept_paper(pieces, place.as_deref())
                }),
            };
            Ok(KeptArchives {
                rows: page.lines.into_iter().map(row).collect(),
                next: page.next.map(|next| next.to_string()),
                text,
                problem: None,
                in_school,
            })
        }
        Err(registry::error::Error::Refused(refusals))
            if refusals.iter().any(|refusal| refusal.code == "search_too_short") =>
        {
            let problem = refusals.first().map(ToString::to_string);
            Ok(KeptArchives { text, problem, in_school, ..KeptArchives::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// Searches the catalogue.
#[server(client = Attended, prefix = "/api", endpoint = "search_kept")]
pub async fn search_kept(#[server(default)] text: String) -> Result<(), AppError> {
    actor()?;
    let text: String = text.trim().chars().take(60).collect();
    keep::put(SEARCH, &FormState { values: typed([("text", &text)]), ..FormState::default() }).await?;
    crate::api::address::lead_to("/archives/permanent");
    Ok(())
}
