//! The shelf (纸质档案): searched, what is lent, where classes lie.

#[cfg(feature = "ssr")]
use super::{TypedPlace, named, wrong};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::{answer, paper as w};
use contract::Page;
use contract::paper::{CatalogueLine, LoanLine};
#[cfg(feature = "ssr")]
use contract::pupil::Found;
use domain::id::PersonId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The shelves of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// A page of the dossiers.
    pub page: Page<CatalogueLine, PersonId>,
    /// Whether some are left off: what was typed is a word of very many names.
    pub left_off: bool,
    /// What is looked for: `text`, `class`, `place`.
    pub search: FormState,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// The classes to choose from: key and words.
    pub classes: Vec<(String, String)>,
    /// Loans that are asked for or out, overdue ones first.
    pub loans: Vec<LoanLine>,
    /// Whether the actor keeps the shelves.
    pub may_keep: bool,
    /// The form that places a class.
    pub placing: FormState,
}

#[cfg(feature = "ssr")]
const SEARCH: &str = "paper_search";

#[cfg(feature = "ssr")]
const PLACING: &str = "paper_class";

/// The catalogue of the actor's school. What is searched for never stands in an address: it is kept with the session.
#[server(name = GetShelf, client = Attended, prefix = "/api", endpoint = "paper")]
pub async fn shelf(
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Shelf, AppError> {
    use registry::paper::Wanted;
    let actor = actor()?;
    keep::read_ahead(&[SEARCH, PLACING]).await?;
    let search = keep::load(SEARCH).await?;
    let wanted = Wanted {
        text: search.value("text"),
        class: class_of(&search.value("class")),
        place: search.value("place"),
        after: if after.is_empty() { None } else { Some(id(&after)?) },
    };
    let (found, problem) = match registry().papers().catalogue(&actor, &wanted).await {
        Ok(found) => (found, None),
        Err(registry::error::Error::Refused(refusals))
            if refusals.iter().any(|refusal| refusal.code == RefusalCode::SearchTooShort) =>
        {
            (Found::none(), refusals.first().map(ToString::to_string))
        }
        Err(error) => return Err(error.into()),
    };
    let classes = registry().papers().paper_classes(&actor).await?;
    Ok(Shelf {
        page: found.page,
        left_off: found.left_off,
        problem,
        classes: classes
            .into_iter()
            .map(|(grade, label, class)| (format!("{grade}-{class}"), format!("{label}{class}")))
            .collect(),
        loans: registry().papers().paper_loans(&actor).await?,
        may_keep: actor.role == domain::access::Role::Registrar,
        placing: keep::load(PLACING).await?,
        search,
    })
}

/// Grade and class from a form.
#[cfg(feature = "ssr")]
fn class_of(key: &str) -> Option<(u8, String)> {
    let (grade, class) = key.split_once('-')?;
    Some((grade.parse().ok()?, class.to_owned()))
}

/// Searches: by name and class, or by place.
#[server(client = Attended, prefix = "/api", endpoint = "search_paper")]
pub async fn search_paper(
    /// A name, as typed.
    #[server(default)]
    text: String,
    /// Grade and class as `grade-class`; empty for all.
    #[server(default)]
    class: String,
    /// A place, as typed; empty when a name is looked for.
    #[server(default)]
    place: String,
) -> Result<(), AppError> {
    actor()?;
    let values = typed([("text", cut(text.trim())), ("class", cut(&class)), ("place", cut(place.trim()))]);
    keep::put(SEARCH, &FormState { values, ..FormState::default() }).await?;
    crate::api::address::lead_to("/paper");
    Ok(())
}

/// Puts the dossiers of a class on the shelf, box by box.
#[server(client = Attended, prefix = "/api", endpoint = "place_class")]
pub async fn place_class(
    /// Grade and class as `grade-class`.
    #[server(default)]
    of_class: String,
    /// Room, as typed.
    #[server(default)]
    room: String,
    /// Cabinet, as typed.
    #[server(default)]
    cabinet: String,
    /// Shelf of the cabinet, as typed.
    #[server(default)]
    tier: String,
    /// The first box, as typed.
    #[server(default)]
    case: String,
    /// How many dossiers one box takes, as typed.
    #[server(default)]
    each: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let place = TypedPlace { room, cabinet, tier, case };
    let mut kept = typed([("of_class", cut(&of_class)), ("each", cut(&each))]);
    kept.extend(typed(place.kept()));
    let result = async {
        let class = class_of(&of_class)
            .ok_or_else(|| wrong(RefusalCode::Class, w::NO_CLASS, answer::choose_one()))?;
        let first = place.read()?;
        let each = match each.trim() {
            "" => None,
            text => Some(
                text.parse()
                    .map_err(|_| wrong(RefusalCode::Each, w::NO_NUMBER, answer::number_or_nothing()))?,
            ),
        };
        Ok::<_, AppError>(
            registry().papers().place_whole_class(&actor, (class.0, &class.1), &first, each).await?,
        )
    };
    let result = result.await.map_err(|error| named(error, &[(RefusalCode::Class, "of_class")]));
    let placed = result.as_ref().ok().copied();
    keep::finish(PLACING, "/paper", kept, result.map(|_| "/paper".to_owned())).await?;
    if let Some(placed) = placed {
        keep::say(PLACING, &w::placed(placed)).await?;
    }
    Ok(())
}
