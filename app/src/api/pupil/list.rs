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
use contract::pupil::{ClassChoice, HostedLine, PupilLine};
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
    /// Class with its grade (`7/10班`), empty for all.
    pub class: String,
    /// The classes to choose from: a school's own.
    pub classes: Vec<ClassChoice>,
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
    /// The class of a filter that was kept, likewise.
    #[server(default)]
    class: String,
) -> Result<PupilList, AppError> {
    use crate::text::t::pupil as w;
    use domain::tables::{List, class_of_filter};
    use domain::text::NameOrder;
    let actor = actor()?;
    keep::read_ahead(&[SEARCH, &crate::api::tables::form_of(List::Pupils)]).await?;
    let state = keep::load(SEARCH).await?;
    // A kept filter stands for itself: what was typed to look for somebody is no part of it.
    let kept = [("grade", escaped(&grade)), ("class", escaped(&class))];
    let address = with_query("/pupils", kept.each_ref().map(|(key, value)| (*key, value.as_str())));
    let (text, grade, class) = match grade.is_empty() && class.is_empty() {
        true => (state.value("text"), state.value("grade"), state.value("class")),
        false => (String::new(), grade, class),
    };
    let narrowed = [("grade", grade.as_str()), ("class", class.as_str())];
    let tools = crate::api::tables::tools(&actor, List::Pupils, &narrowed).await?;
    let chosen = class_of_filter(&class);
    let classes = registry().pupils().classes_to_choose(&actor, chosen.as_ref()).await?;
    let number: Option<u8> = grade.parse().ok();
    // A class is one of a grade: of another grade than the one that is asked for nobody is in it.
    let contradicts = chosen.as_ref().is_some_and(|(of, _)| number.is_some_and(|number| number != *of));
    let first = after.as_ref().is_none_or(String::is_empty);
    let search = registry::person::Search {
        text: text.clone(),
        grade: chosen.as_ref().map(|(of, _)| *of).or(number),
        class_name: chosen.map(|(_, name)| name),
        after: after.filter(|after| !after.is_empty()).map(|after| id(&after)).transpose()?,
        order: if tools.choice.order() == "name" { NameOrder::Name } else { NameOrder::Pinyin },
        ..registry::person::Search::default()
    };
    let list = PupilList {
        page: Page::empty(),
        text,
        grade,
        class,
        classes,
        hosted: Vec::new(),
        recent: Vec::new(),
        left_off: false,
        problem: contradicts.then(|| w::CLASS_OF_OTHER_GRADE.to_owned()),
        tools,
        address,
    };
    if contradicts {
        return Ok(list);
    }
    let found = match first {
        true => registry().pupils().first_page(&actor, &search).await,
        false => {
            let found = registry().pupils().find_pupils(&actor, &search).await;
            found.map(|found| (found, Vec::new(), Vec::new()))
        }
    };
    match found {
        Ok((found, hosted, recent)) => {
            Ok(PupilList { page: found.page, left_off: found.left_off, hosted, recent, ..list })
        }
        Err(registry::error::Error::Refused(refusals)) => {
            Ok(PupilList { problem: refusals.first().map(ToString::to_string), ..list })
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
    /// The class with its grade (年级、班级); empty for all.
    #[server(default)]
    class: String,
) -> Result<(), AppError> {
    actor()?;
    let text = domain::text::words(&text).text;
    let state = crate::api::form_state::FormState {
        values: typed([("text", text.as_str()), ("grade", grade.as_str()), ("class", class.as_str())]),
        ..Default::default()
    };
    keep::put(SEARCH, &state).await?;
    crate::api::address::lead_to("/pupils");
    Ok(())
}
