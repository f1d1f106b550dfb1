//! 毕业、结业、肄业 by class (第十三条): the class's outcome is chosen by the person, exceptions by row. Everything is checked as opening
//! checks it before anything is opened; what was cut off goes on with who is left.

#[cfg(feature = "ssr")]
use crate::api::batch::{map_key, rows};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, registry};
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::batch as w;
use contract::pupil::LeaverClass;
#[cfg(feature = "ssr")]
use contract::pupil::LeaverLine;
#[cfg(feature = "ssr")]
use domain::case::Payload;
#[cfg(feature = "ssr")]
use domain::id::PersonId;
#[cfg(feature = "ssr")]
use domain::refusal::Refusal;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What a row says where its pupil is left out (暂不办理).
pub const LATER: &str = "later";
/// What is kept of a form that was checked and holds: what would be sent, in words.
pub const CHECKED: &str = "checked";

/// The address of a class.
pub fn class_address(class: &str) -> String {
    format!("/completions?class={}", crate::api::desk::escaped(class))
}

#[cfg(feature = "ssr")]
fn form_of(class: &str) -> String {
    format!("completions/{}", cut(class))
}

/// The pupils who leave this year, those of one class to be filled in, with what was typed.
#[server(name = GetLeavers, client = Attended, prefix = "/api", endpoint = "leavers")]
pub async fn leavers(
    /// The class; empty for the list of classes.
    #[server(default)]
    class: String,
) -> Result<(LeaverClass, FormState), AppError> {
    let actor = actor()?;
    let found = registry().cases().leaver_class(&actor, &class).await?;
    let class = if found.class.is_empty() { class } else { found.class.clone() };
    // The path of the page says no class: what a session took with it was typed for the class that it names.
    let state = keep::load_of(&form_of(&class), "class", &class).await?;
    Ok((found, state))
}

/// Checks a class, or sends it: for every pupil with an outcome of the own or of the class. Where one of them is refused nothing is
/// sent, and each stands on the page with the reason.
#[server(client = Attended, prefix = "/api", endpoint = "send_completions")]
pub async fn send_completions(
    /// The class.
    #[server(default)]
    class: String,
    /// Key of the class's outcome; empty where none was chosen.
    #[server(default)]
    class_outcome: String,
    /// Day of the completion, as typed.
    #[server(default)]
    on: String,
    /// Whether the originals were seen, as the box was ticked.
    #[server(default)]
    sighted: String,
    /// A note, as typed.
    #[server(default)]
    note: String,
    /// `send`; anything else checks.
    #[server(default)]
    go: String,
    /// Key of the pupil's own outcome, by pupil; empty for the class's.
    #[server(default)]
    outcome: BTreeMap<String, String>,
    /// Number of the certificate, by pupil.
    #[server(default)]
    certificate: BTreeMap<String, String>,
    /// Where the pupil goes (去向), by pupil.
    #[server(default)]
    destination: BTreeMap<String, String>,
    /// Why it is otherwise than the class's, by pupil.
    #[server(default)]
    reason: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, there) = (form_of(&class), class_address(&class));
    let common = [
        ("class_outcome", cut(&class_outcome)),
        ("on", cut(&on)),
        ("sighted", cut(&sighted)),
        ("note", cut(&note)),
    ];
    let mut state = FormState { values: typed(common), ..FormState::default() };
    let listed = registry().cases().leaver_class(&actor, &class).await?.rows;
    let columns = [
        ("outcome", &outcome),
        ("certificate", &certificate),
        ("destination", &destination),
        ("reason", &reason),
    ];
    for key in listed.iter().map(|row| map_key(&row.id.to_string())) {
        for (column, typed) in columns {
            let text = typed.get(&key).map(|text| cut(text).to_owned());
            state.values.extend(text.map(|text| (format!("{column}[{key}]"), text)));
        }
    }
    // What a session that ended took with it of this class has come with the form; of another class it still waits.
    if keep::typed_before().await?.is_some_and(|before| before.value("class") == class) {
        keep::forget_before().await?;
    }
    let asked = match asked(&listed, &state) {
        Ok(asked) => asked,
        Err(wrong) => {
            state.errors = wrong.iter().map(|one| (one.control().to_owned(), one.to_string())).collect();
            keep::put(&form, &state).await?;
            crate::api::address::lead_to(&there);
            return Ok(());
        }
    };
    for (person, refusals) in registry().cases().check_changes(&actor, &asked).await? {
        tell(&mut state, &listed, person, &refusals);
    }
    if go == "send" && state.errors.is_empty() {
        // What was typed stays until the last of them is opened: cut off, the page goes on with who is left.
        keep::put(&form, &state).await?;
        let mut sent = 0;
        for (person, outcome) in registry().cases().open_changes(&actor, &asked).await? {
            match outcome {
                Ok(_) => sent += 1,
                Err(refusals) => tell(&mut state, &listed, person, &refusals),
            }
        }
        keep::done_in_part(&form, state, &w::sent(sent)).await?;
    } else {
        if state.errors.is_empty() {
            let outcomes: Vec<&str> = asked.iter().filter_map(|(_, payload)| outcome_of(payload)).collect();
            // Of whom something is under way nothing can be sent: that is nobody's choice to wait.
            let free = listed.iter().filter(|row| !row.busy).count();
            state.values.insert(CHECKED.to_owned(), w::checked(&outcomes, free));
        }
        keep::put(&form, &state).await?;
    }
    crate::api::address::lead_to(&there);
    Ok(())
}

#[cfg(feature = "ssr")]
fn outcome_of(payload: &Payload) -> Option<&'static str> {
    match payload {
        Payload::Completion(completion) => Some(completion.outcome.label()),
        _ => None,
    }
}

/// What is wrong with one pupil, beside the control it is about; what is about all of them alike is told once.
#[cfg(feature = "ssr")]
fn tell(state: &mut FormState, listed: &[LeaverLine], person: PersonId, refusals: &[Refusal]) {
    use domain::refusal::RefusalCode;
    let key = map_key(&person.to_string());
    let name = listed.iter().find(|row| row.id == person).map(|row| row.name.as_str()).unwrap_or_default();
    for refusal in refusals {
        let error = match refusal.code {
            RefusalCode::Certificate | RefusalCode::Destination => {
                (format!("{}[{key}]", refusal.code), format!("{name}：{refusal}"))
            }
            RefusalCode::On | RefusalCode::Note => (refusal.code.to_string(), refusal.to_string()),
            RefusalCode::Papers => ("sighted".to_owned(), refusal.to_string()),
            _ => (format!("outcome[{key}]"), format!("{name}：{refusal}")),
        };
        if !state.errors.contains(&error) {
            state.errors.push(error);
        }
    }
}

/// One completion for every pupil of the class who has an outcome, the own or the class's.
#[cfg(feature = "ssr")]
fn asked(listed: &[LeaverLine], state: &FormState) -> Result<Vec<(PersonId, Payload)>, Vec<Refusal>> {
    use domain::case::change::{Facts, Paper};
    use domain::case::completion::{Completion, Outcome};
    use domain::codes::Destination;
    use domain::refusal::RefusalCode;
    let on = rows::day(&state.value("on"))?;
    let papers = if state.value("sighted") == "true" { vec![Paper::FinalRecords] } else { Vec::new() };
    let of_class = Outcome::from_key(&state.value("class_outcome"));
    let mut asked = Vec::new();
    for row in listed.iter().filter(|row| !row.busy) {
        let key = map_key(&row.id.to_string());
        let own = |column: &str| domain::text::words(&state.value(&format!("{column}[{key}]"))).text;
        let outcome = match own("outcome").as_str() {
            "" => of_class,
            other => Outcome::from_key(other),
        };
        let Some(outcome) = outcome else { continue };
        let note = Some(own("reason")).filter(|reason| !reason.is_empty());
        let note = note.unwrap_or_else(|| state.value("note"));
        let completion = Completion {
            facts: Facts { on, papers: papers.clone(), note: domain::text::cut(&note, 500) },
            outcome,
            certificate: own("certificate"),
            destination: Destination::from_code(&own("destination")),
        };
        asked.push((row.id, Payload::Completion(completion)));
    }
    match asked.len() {
        0 => Err(vec![rows::nobody().beside("class_outcome")]),
        n if n > rows::MOST => {
            let what = answer::too_many_pupils(rows::MOST, n);
            Err(vec![rows::refusal(RefusalCode::Lines, &what, answer::in_parts())])
        }
        _ => Ok(asked),
    }
}
