//! Giving data to outsiders: the queue, the request, its steps, the register of recipients (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::disclosure as w;
use contract::Page;
use contract::disclosure::{DisclosureLine, DisclosureView, RegisterLine};
#[cfg(feature = "ssr")]
use domain::disclosure::{DataClass, DisclosureState, Ending, Ground, RecipientKind};
use domain::id::DisclosureId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Characters kept of what was typed: a list of pupils may be long.
#[cfg(feature = "ssr")]
const MOST: usize = 12_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosures {
    /// The requests.
    pub page: Page<DisclosureLine, DisclosureId>,
    /// Whether the actor may ask.
    pub may_ask: bool,
}

/// One page: `waiting`, `asked` or `handled`.
#[server(name = GetDisclosures, client = Attended, prefix = "/api", endpoint = "disclosures")]
pub async fn disclosures(
    /// `asked`, `handled`, or what waits for the actor.
    which: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Disclosures, AppError> {
    use registry::disclosure::DisclosureBox;
    let actor = actor()?;
    let which = match which.as_str() {
        "asked" => DisclosureBox::Asked,
        "handled" => DisclosureBox::Handled,
        _ => DisclosureBox::Waiting,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().disclosures().list_disclosures(&actor, which, after).await?;
    Ok(Disclosures {
        page,
        may_ask: registry()
            .disclosures()
            .schools_to_disclose(&actor)
            .await
            .is_ok_and(|schools| !schools.is_empty()),
    })
}

/// The schools whose pupils the actor may ask for: code and name.
#[server(client = Attended, prefix = "/api", endpoint = "schools_to_disclose")]
pub async fn schools_to_disclose() -> Result<Vec<(String, String)>, AppError> {
    let schools = registry().disclosures().schools_to_disclose(&actor()?).await?;
    Ok(schools.into_iter().map(|(code, name)| (code.to_string(), name)).collect())
}

/// One request as the actor may see it.
#[server(name = GetDisclosure, client = Attended, prefix = "/api", endpoint = "disclosure")]
pub async fn disclosure(
    /// The request.
    disclosure: String,
) -> Result<DisclosureView, AppError> {
    Ok(registry().disclosures().disclosure_view(&actor()?, id(&disclosure)?).await?)
}

/// 接收方登记簿
#[server(client = Attended, prefix = "/api", endpoint = "disclosure_register")]
pub async fn disclosure_register(
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Page<RegisterLine, DisclosureId>, AppError> {
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    Ok(registry().disclosures().disclosure_register(&actor()?, after).await?)
}

/// Asks for leave to give data away.
#[server(client = Attended, prefix = "/api", endpoint = "ask_disclosure")]
pub async fn ask_disclosure(
    /// The form, by field, as typed.
    values: BTreeMap<String, String>,
    /// The ticked classes.
    #[server(default)]
    classes: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use domain::codes::{Grade, SchoolSystem};
    use domain::disclosure::{People, Recipient};
    let actor = actor()?;
    let value = |field: &str| values.get(field).cloned().unwrap_or_default();
    let mut kept: BTreeMap<String, String> =
        values.iter().map(|(field, text)| (field.clone(), cut_to(text, MOST).to_owned())).collect();
    for class in classes.keys() {
        kept.insert(format!("classes[{class}]"), "true".into());
    }
    // Every field that may be wrong, so that what is wrong is told beside it.
    for field in FIELDS {
        kept.entry((*field).to_owned()).or_default();
    }
    let grade = value("grade").parse().unwrap_or(1);
    let asked = registry::disclosure::AskedDisclosure {
        school: value("school").parse().ok(),
        recipient: Recipient {
            name: value("recipient"),
            kind: RecipientKind::from_key(&value("recipient_kind")),
            contact: value("contact"),
            phone: value("phone"),
            letter: value("letter"),
        },
        purpose: value("purpose"),
        ground: Ground::from_key(&value("ground")),
        proof_of_ground: value("proof_of_ground"),
        classes: classes.keys().filter_map(|key| DataClass::from_key(key)).collect(),
        necessity: value("necessity"),
        people: match value("range").as_str() {
            "school" => People::School,
            "unverified" => People::Unverified,
            "grade" => People::Grade(grade),
            "class" => {
                let named = Grade::new(grade, SchoolSystem::SixThree);
                People::Class(grade, domain::codes::class_name(named, &value("class_name")).text)
            }
            _ => People::List(Vec::new()),
        },
        numbers: value("people"),
        keep_days: domain::text::compact(&value("keep_days")).text.parse().unwrap_or(0),
    };
    match registry().disclosures().ask_disclosure(&actor, &asked).await {
        Ok(id) => {
            keep::finish("disclosure_new", "/disclosures/new", kept, Ok(format!("/disclosures/{id}")))
                .await?;
            keep::say(&format!("disclosure/{id}"), w::ASKED_DONE).await
        }
        Err(error) => keep::finish("disclosure_new", "/disclosures/new", kept, Err(error.into())).await,
    }
}

/// The fields of the form that may be wrong.
#[cfg(feature = "ssr")]
const FIELDS: &[&str] = &[
    "school",
    "recipient",
    "recipient_kind",
    "contact",
    "phone",
    "letter",
    "purpose",
    "ground",
    "proof_of_ground",
    "classes",
    "necessity",
    "range",
    "class_name",
    "people",
    "keep_days",
];

/// Does a step: `act` is its key.
#[server(client = Attended, prefix = "/api", endpoint = "decide_disclosure")]
pub async fn decide_disclosure(
    /// The request as it was shown (`id@version`).
    disclosure: String,
    /// Key of the step.
    act: String,
    /// What is said, as typed.
    #[server(default)]
    words: String,
    /// The words of a withdrawal or revocation, which have a field of their own.
    #[server(default)]
    steer_words: String,
    /// The words of settling an incident, which have a field of their own.
    #[server(default)]
    settle_words: String,
    /// For how many days it can be fetched, as typed.
    #[server(default)]
    days: String,
    /// How often it can be fetched, as typed.
    #[server(default)]
    downloads: String,
    /// How it ended, as chosen.
    #[server(default)]
    ending: String,
) -> Result<(), AppError> {
    use domain::disclosure::Command;
    let actor = actor()?;
    let field = match act.as_str() {
        "withdraw" | "revoke" => "steer_words",
        "settle" => "settle_words",
        _ => "words",
    };
    let text = match field {
        "words" => words,
        "steer_words" => steer_words,
        _ => settle_words,
    };
    let kept = crate::api::form_state::typed([
        (field, cut_to(&text, MOST)),
        ("days", &days),
        ("downloads", &downloads),
        ("ending", &ending),
    ]);
    let number = |text: &str| domain::text::compact(text).text.parse().unwrap_or(0);
    let command = match act.as_str() {
        "examine" => Command::Examine(text),
        "approve" => Command::Approve { words: text, days: number(&days), downloads: number(&downloads) },
        "refuse" => Command::Refuse(text),
        "withdraw" => Command::Withdraw(text),
        "revoke" => Command::Revoke(text),
        "settle" => {
            Command::Settle { ending: Ending::from_key(&ending).unwrap_or(Ending::Destroyed), words: text }
        }
        _ => return Err(AppError::NotFound),
    };
    let result = async {
        Ok(registry()
            .disclosures()
            .act_on_disclosure(&actor, shown::<DisclosureId>(&disclosure)?, &command)
            .await?)
    };
    let result: Result<DisclosureState, AppError> = result.await;
    let result = result.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == RefusalCode::Words { one.beside(field) } else { one })
                .collect(),
        ),
        error => error,
    });
    let disclosure = bare(&disclosure);
    let back = format!("/disclosures/{disclosure}");
    keep::finish_saying(
        &format!("disclosure_step/{disclosure}"),
        &format!("disclosure/{disclosure}"),
        &back,
        kept,
        result.map(|_| back.clone()),
        w::DONE,
    )
    .await
}
