//! Giving data to outsiders: the requests of a unit, one request, its steps, the register of recipients (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::disclosure as w;
use contract::Page;
use contract::disclosure::{DisclosureLine, DisclosureView, RegisterLine};
use contract::school::SchoolChoice;
#[cfg(feature = "ssr")]
use domain::disclosure::{DataClass, DisclosureState, Ending, Ground, RecipientKind};
use domain::id::DisclosureId;
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// Characters kept of what was typed: a list of pupils may be long.
#[cfg(feature = "ssr")]
const MOST: usize = 12_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosures {
    /// The requests.
    pub page: Page<DisclosureLine, DisclosureId>,
    /// Whether they are those the own unit asked for; those it decides otherwise.
    pub asked: bool,
    /// Whether the actor may ask.
    pub may_ask: bool,
}

/// One page: `asked` or `handled`.
#[server(name = GetDisclosures, client = Attended, prefix = "/api", endpoint = "disclosures")]
pub async fn disclosures(
    /// `asked`, `handled`, or empty for what is seen first: what a school asked for, what an authority decides.
    which: String,
    /// The last row of the page before; empty for the first page.
    after: String,
) -> Result<Disclosures, AppError> {
    use registry::disclosure::DisclosureBox;
    let actor = actor()?;
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let asked = which == "asked" || (in_school && which != "handled");
    let which = if asked { DisclosureBox::Asked } else { DisclosureBox::Handled };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().disclosures().list_disclosures(&actor, which, after).await?;
    Ok(Disclosures {
        page,
        asked,
        may_ask: registry()
            .disclosures()
            .schools_to_disclose(&actor)
            .await
            .is_ok_and(|choice| !choice.schools.is_empty()),
    })
}

/// The schools whose pupils the actor may ask for.
#[server(client = Attended, prefix = "/api", endpoint = "schools_to_disclose")]
pub async fn schools_to_disclose() -> Result<SchoolChoice, AppError> {
    Ok(registry().disclosures().schools_to_disclose(&actor()?).await?)
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

/// Asks for leave to give data away, with a scan of the recipient's letter.
#[server(client = Attended, prefix = "/api", endpoint = "ask_disclosure", input = MultipartFormData)]
pub async fn ask_disclosure(
    /// The form: `values[…]` as typed, the ticked `classes[…]`, and the scan.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::codes::{Grade, SchoolSystem};
    use domain::disclosure::{People, Recipient};
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let value = |field: &str| parts.text(&format!("values[{field}]"));
    let named = |class: &DataClass| format!("classes[{}]", class.key());
    let ticked: Vec<DataClass> =
        DataClass::ALL.iter().copied().filter(|class| !parts.text(&named(class)).is_empty()).collect();
    // Every field that may be wrong, so that what is wrong is told beside it.
    let mut kept: BTreeMap<String, String> =
        FIELDS.iter().map(|field| ((*field).to_owned(), cut_to(&value(field), MOST).to_owned())).collect();
    kept.extend(ticked.iter().map(|class| (named(class), "true".into())));
    let grade = value("grade").parse().unwrap_or(1);
    let asked = registry::disclosure::AskedDisclosure {
        school: None,
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
        classes: ticked.into_iter().collect(),
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
        letter: None,
    };
    let named = value("school");
    let result = async {
        // Where there are too many to be listed, the school was typed.
        let school = registry().disclosures().school_to_disclose(&actor, &named).await?;
        let asked = registry::disclosure::AskedDisclosure { school, letter: parts.file()?, ..asked };
        Ok::<_, AppError>(registry().disclosures().ask_disclosure(&actor, &asked).await?)
    };
    match result.await {
        Ok(id) => {
            keep::finish("disclosure_new", "/disclosures/new", kept, Ok(format!("/disclosures/{id}")))
                .await?;
            keep::say(&format!("disclosure/{id}"), w::ASKED_DONE).await
        }
        Err(error) => {
            keep::finish("disclosure_new", "/disclosures/new", kept, Err(beside(error, "file"))).await
        }
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
    "grade",
    "file",
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
    /// For how many days it can be fetched, as typed.
    #[server(default)]
    days: String,
    /// How often it can be fetched, as typed.
    #[server(default)]
    downloads: String,
) -> Result<(), AppError> {
    use domain::disclosure::Command;
    let actor = actor()?;
    let field = match act.as_str() {
        "withdraw" | "revoke" => "steer_words",
        _ => "words",
    };
    let text = if field == "words" { words } else { steer_words };
    let kept = crate::api::form_state::typed([
        (field, cut_to(&text, MOST)),
        ("days", &days),
        ("downloads", &downloads),
    ]);
    let number = |text: &str| domain::text::compact(text).text.parse().unwrap_or(0);
    let command = match act.as_str() {
        "examine" => Command::Examine(text),
        "approve" => Command::Approve { words: text, days: number(&days), downloads: number(&downloads) },
        "refuse" => Command::Refuse(text),
        "withdraw" => Command::Withdraw(text),
        "revoke" => Command::Revoke(text),
        _ => return Err(AppError::NotFound),
    };
    let result = async {
        Ok(registry()
            .disclosures()
            .act_on_disclosure(&actor, shown::<DisclosureId>(&disclosure)?, &command)
            .await?)
    };
    ended(&disclosure, field, kept, result.await).await
}

/// Registers that the recipient returned or destroyed the data, with a scan of what shows it.
#[server(client = Attended, prefix = "/api", endpoint = "settle_disclosure", input = MultipartFormData)]
pub async fn settle_disclosure(
    /// The form: the request as it was shown (`id@version`), how it ended, by what it is shown, and the scan.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let [disclosure, ending, words] = ["disclosure", "ending", "settle_words"].map(|name| parts.text(name));
    let kept = crate::api::form_state::typed([
        ("settle_words", cut_to(&words, MOST)),
        ("ending", &ending),
        ("file", ""),
    ]);
    let result = async {
        let (shown, ending) =
            (shown::<DisclosureId>(&disclosure)?, Ending::from_key(&ending).unwrap_or(Ending::Destroyed));
        let scan = parts.file()?;
        Ok(registry().disclosures().settle_disclosure(&actor, shown, ending, &words, scan).await?)
    };
    ended(&disclosure, "settle_words", kept, result.await).await
}

/// Back to the request, with what is wrong beside the field its words stand in.
#[cfg(feature = "ssr")]
async fn ended(
    disclosure: &str,
    field: &str,
    kept: BTreeMap<String, String>,
    result: Result<DisclosureState, AppError>,
) -> Result<(), AppError> {
    let result = result.map_err(|error| beside(error, field));
    let disclosure = bare(disclosure);
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

/// What is said of the words stands beside `field`, of a file that cannot be used beside the file.
#[cfg(feature = "ssr")]
fn beside(error: AppError, field: &str) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = refusals.into_iter().map(|one| match one.code {
        RefusalCode::Words => one.beside(field),
        RefusalCode::BadFile => one.beside("file"),
        _ => one,
    });
    AppError::Refused(told.collect())
}
