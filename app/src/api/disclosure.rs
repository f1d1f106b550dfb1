//! Giving data to outsiders: the queue, the request, its steps, the register of recipients (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut_to, keep};
pub use crate::api::violation::Said;
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::disclosure as w;
use domain::disclosure::{DataClass, DisclosureState, Ending, Ground, RecipientKind};
#[cfg(feature = "ssr")]
use domain::id::DisclosureId;
#[cfg(feature = "ssr")]
use domain::refusal::Refusal;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Characters kept of what was typed: a list of pupils may be long.
#[cfg(feature = "ssr")]
const MOST: usize = 12_000;

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureRow {
    /// The request.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// 编号
    pub number: String,
    /// 接收方
    pub recipient: String,
    /// 学校
    pub school: String,
    /// 申请单位
    pub asker: String,
    /// Where it stands.
    pub state: DisclosureState,
    /// When it was asked.
    pub asked_on: String,
    /// Whether the recipient is late.
    pub late: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::disclosure::DisclosureLine> for DisclosureRow {
    fn from(line: registry::disclosure::DisclosureLine) -> Self {
        Self {
            id: line.id.to_string(),
            shown: domain::shown::Shown::new(line.id, line.version).to_string(),
            number: line.number,
            recipient: line.recipient,
            school: line.school,
            asker: line.asker,
            state: line.state,
            asked_on: day(line.asked_on),
            late: line.late,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosures {
    /// The rows.
    pub rows: Vec<DisclosureRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Whether the actor may ask.
    pub may_ask: bool,
}

/// One page: `waiting`, `asked` or `handled`.
#[server(name = GetDisclosures, client = Attended, prefix = "/api", endpoint = "disclosures")]
pub async fn disclosures(which: String, after: String) -> Result<Disclosures, AppError> {
    use registry::disclosure::DisclosureBox;
    let actor = actor()?;
    let which = match which.as_str() {
        "asked" => DisclosureBox::Asked,
        "handled" => DisclosureBox::Handled,
        _ => DisclosureBox::Waiting,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().disclosures(&actor, which, after).await?;
    Ok(Disclosures {
        rows: page.lines.into_iter().map(DisclosureRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        may_ask: registry().schools_to_disclose(&actor).await.is_ok_and(|schools| !schools.is_empty()),
    })
}

/// The schools whose pupils the actor may ask for: code and name.
#[server(client = Attended, prefix = "/api", endpoint = "schools_to_disclose")]
pub async fn schools_to_disclose() -> Result<Vec<(String, String)>, AppError> {
    let schools = registry().schools_to_disclose(&actor()?).await?;
    Ok(schools.into_iter().map(|(code, name)| (code.to_string(), name)).collect())
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureDetail {
    /// What a list shows.
    pub row: DisclosureRow,
    /// 批准机关
    pub handler: String,
    /// What the recipient is.
    pub recipient_kind: Option<RecipientKind>,
    /// Name and telephone of whoever receives it.
    pub contact: String,
    /// 来函文号
    pub letter: String,
    /// 用途
    pub purpose: String,
    /// The ground in law.
    pub ground: Ground,
    /// The law itself, and the document.
    pub basis: String,
    /// Which items.
    pub classes: Vec<DataClass>,
    /// Why the sensitive ones are needed.
    pub necessity: String,
    /// Whose, in words.
    pub whose: String,
    /// How many pupils that is today.
    pub pupils: u64,
    /// Days the recipient may keep it.
    pub keep_days: u32,
    /// Who asked, and when.
    pub asked: (String, String),
    /// What the registrar found.
    pub examined: Option<Said>,
    /// The leader's words, last day, number of downloads.
    pub approval: Option<(Said, String, u32)>,
    /// Why it was refused, withdrawn or taken back.
    pub ended: Option<Said>,
    /// Who, when, of how many pupils.
    pub downloads: Vec<(String, String, u32)>,
    /// By when it is to be returned or destroyed.
    pub return_by: Option<String>,
    /// That it was.
    pub settled: Option<(Ending, Said)>,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
    /// Whether the actor may take the request back.
    pub may_withdraw: bool,
    /// Whether the actor may take the approval back.
    pub may_revoke: bool,
    /// How often the actor may still fetch it.
    pub may_fetch: u32,
    /// Whether the actor may register its return.
    pub may_settle: bool,
}

/// One request as the actor may see it.
#[server(name = GetDisclosure, client = Attended, prefix = "/api", endpoint = "disclosure")]
pub async fn disclosure(disclosure: String) -> Result<DisclosureDetail, AppError> {
    let view = registry().disclosure_view(&actor()?, id(&disclosure)?).await?;
    let one = view.disclosure;
    Ok(DisclosureDetail {
        whose: whose(&one.people),
        return_by: one.return_by().map(day),
        handler: one.handler.name,
        recipient_kind: one.recipient.kind,
        contact: format!("{} {}", one.recipient.contact, one.recipient.phone),
        letter: one.recipient.letter,
        purpose: one.purpose,
        ground: one.ground,
        basis: format!("{}；{}", one.ground.basis(), one.proof_of_ground),
        classes: one.classes.into_iter().collect(),
        necessity: one.necessity,
        pupils: view.pupils,
        keep_days: one.keep_days,
        asked: (format!("{} {}", one.asked.by.unit_name, one.asked.by.name), day(one.asked.on)),
        examined: one.examined.map(Said::from),
        approval: one
            .approval
            .map(|approval| (approval.opinion.into(), day(approval.until), approval.downloads)),
        ended: one.ended.map(Said::from),
        downloads: one
            .downloads
            .into_iter()
            .map(|download| (download.act.by.name, day(download.act.on), download.pupils))
            .collect(),
        settled: one.settled.map(|settled| {
            let said = Said { by: settled.act.by.name, on: day(settled.act.on), words: settled.words };
            (settled.ending, said)
        }),
        my_turn: view.my_turn,
        may_withdraw: view.may_withdraw,
        may_revoke: view.may_revoke,
        may_fetch: view.may_fetch,
        may_settle: view.may_settle,
        row: view.line.into(),
    })
}

#[cfg(feature = "ssr")]
fn whose(people: &domain::disclosure::People) -> String {
    use domain::codes::{CodeList, label_of};
    use domain::disclosure::People;
    let grade = |grade: u8| label_of(CodeList::Grade, &grade.to_string()).unwrap_or_default().to_owned();
    match people {
        People::School => w::RANGE_SCHOOL.to_owned(),
        People::Grade(n) => grade(*n),
        People::Class(n, class) => format!("{}{class}", grade(*n)),
        People::List(_) => w::RANGE_LIST.to_owned(),
    }
}

/// One line of the register of recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// The request.
    pub row: DisclosureRow,
    /// Which items.
    pub classes: Vec<DataClass>,
    /// First day it was given, and of how many pupils.
    pub given: (String, u32),
    /// By when it is to be returned or destroyed.
    pub return_by: String,
    /// How and when that was done.
    pub settled: Option<(Ending, String)>,
}

/// 接收方登记簿
#[server(client = Attended, prefix = "/api", endpoint = "disclosure_register")]
pub async fn disclosure_register(after: String) -> Result<(Vec<RegisterRow>, Option<String>), AppError> {
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let (lines, next) = registry().disclosure_register(&actor()?, after).await?;
    let row = |line: registry::disclosure::RegisterLine| {
        let one = line.disclosure;
        RegisterRow {
            given: one
                .downloads
                .first()
                .map(|download| (day(download.act.on), download.pupils))
                .unwrap_or_default(),
            return_by: line.return_by.map(day).unwrap_or_default(),
            settled: one.settled.map(|settled| (settled.ending, day(settled.act.on))),
            classes: one.classes.into_iter().collect(),
            row: line.line.into(),
        }
    };
    Ok((lines.into_iter().map(row).collect(), next.map(|next| next.to_string())))
}

/// Asks for leave to give data away.
#[server(client = Attended, prefix = "/api", endpoint = "ask_disclosure")]
pub async fn ask_disclosure(
    values: BTreeMap<String, String>,
    #[server(default)] classes: BTreeMap<String, String>,
) -> Result<(), AppError> {
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
            "grade" => People::Grade(grade),
            "class" => People::Class(grade, value("class_name").trim().to_owned()),
            _ => People::List(Vec::new()),
        },
        numbers: value("people"),
        keep_days: value("keep_days").trim().parse().unwrap_or(0),
    };
    match registry().ask_disclosure(&actor, &asked).await {
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
    disclosure: String,
    act: String,
    #[server(default)] words: String,
    #[server(default)] steer_words: String,
    #[server(default)] settle_words: String,
    #[server(default)] days: String,
    #[server(default)] downloads: String,
    #[server(default)] ending: String,
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
    let number = |text: &str| text.trim().parse().unwrap_or(0);
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
        Ok(registry().act_on_disclosure(&actor, shown::<DisclosureId>(&disclosure)?, &command).await?)
    };
    let result: Result<DisclosureState, AppError> = result.await;
    let result = result.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == "words" { Refusal { code: field.into(), ..one } } else { one })
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
