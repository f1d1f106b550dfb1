//! The hand-over of a paper archive piece by piece (第十五条): list, seal, check, differences; the slip of its envelope; what is late.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::paper::{Done, PieceRow};
#[cfg(feature = "ssr")]
use crate::api::paper::{named, wrong};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::paper as w;
#[cfg(feature = "ssr")]
use domain::id::LetterId;
use domain::letter::LetterState;
use domain::paper::{Check, HandOverState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A piece on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPiece {
    /// The piece as the sender listed it.
    pub piece: PieceRow,
    /// What the receiver found.
    pub check: Option<Check>,
    /// How a difference was settled: whether the piece came afterwards, the note, who.
    pub settled: Option<(bool, String, Done)>,
    /// Whether a difference still waits.
    pub open: bool,
}

/// The seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealView {
    /// 密封条编号
    pub number: String,
    /// 移交人
    pub signatory: String,
    /// 移交日期
    pub on: String,
    /// Who confirmed it.
    pub confirmed: Done,
}

/// A list and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// The version that is shown.
    pub version: u64,
    /// Where it stands.
    pub state: HandOverState,
    /// The pieces.
    pub pieces: Vec<ListedPiece>,
    /// 页数
    pub pages: u32,
    /// 实收件数
    pub arrived: u32,
    /// Who made it.
    pub listed: Done,
    /// 密封
    pub seal: Option<SealView>,
    /// 签收
    pub received: Option<Done>,
    /// 签收人 as the receipt names him.
    pub received_by: String,
    /// Whether the actor confirms the seal.
    pub may_seal: bool,
    /// Whether the actor checks the pieces.
    pub may_receive: bool,
    /// Whether the actor settles differences.
    pub may_settle: bool,
    /// Whether the actor may take the list back.
    pub may_take_back: bool,
    /// The actor is the sender and records what the paper receipt says.
    pub on_paper: bool,
}

/// The desk at which a hand-over is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskDetail {
    /// The letter.
    pub letter: String,
    /// 发文字号
    pub number: Option<String>,
    /// Where the letter stands.
    pub letter_state: LetterState,
    /// Who signed it.
    pub signed: Option<Done>,
    /// The pupil's name and, masked, number.
    pub pupil: (String, String),
    /// The pupil's dossier at the sender, where the actor may open it.
    pub dossier: Option<String>,
    /// 移交学校
    pub from: String,
    /// 接收学校
    pub to: String,
    /// Whether the actor's school sends it.
    pub sender: bool,
    /// By when it is to be sent or receipted, while it is open.
    pub due_on: Option<String>,
    /// Calendar days until then.
    pub days_left: i64,
    /// Pieces in the sender's dossier that are not on a list yet.
    pub waiting: Vec<PieceRow>,
    /// Who has borrowed the dossier, and when it is to be back.
    pub lent: Option<(String, String)>,
    /// Whether the actor may make the list.
    pub may_list: bool,
    /// The list.
    pub list: Option<ListView>,
    /// The day, as a form takes it.
    pub today: String,
}

/// The desk of a hand-over, for its two schools.
#[server(name = GetDesk, client = Attended, prefix = "/api", endpoint = "hand_over")]
pub async fn desk(letter: String) -> Result<DeskDetail, AppError> {
    let desk = registry().hand_over_desk(&actor()?, id(&letter)?).await?;
    let today = registry().store.clock.today();
    let one = desk.letter;
    let due = one.due();
    let facts = one.content.pupil().map(|pupil| (pupil.name.clone(), pupil.number.clone()));
    let received_by = one.receipt.as_ref().map(|receipt| receipt.received_by.clone()).unwrap_or_default();
    let waiting =
        desk.dossier.iter().filter(|_| desk.hand_over.is_none()).flat_map(|dossier| dossier.current());
    let lent = desk.dossier.as_ref().and_then(|dossier| dossier.open_loan());
    Ok(DeskDetail {
        number: one.number,
        letter_state: one.state,
        signed: one.signed.map(done),
        pupil: facts.unwrap_or_default(),
        dossier: desk.dossier.is_some().then(|| desk.pupil.to_string()),
        from: one.from.name,
        to: one.to.name,
        sender: desk.sender,
        due_on: due.map(|due| day(due.date)),
        days_left: due.map(|due| (due.date - today).num_days()).unwrap_or_default(),
        waiting: waiting.cloned().map(|piece| PieceRow::new(piece, false)).collect(),
        lent: lent.map(|loan| (loan.borrower.clone(), day(loan.due_back))),
        may_list: desk.may_list,
        list: desk.hand_over.map(|view| list_view(view, received_by)),
        today: today.to_string(),
        letter,
    })
}

#[cfg(feature = "ssr")]
fn done(act: domain::letter::Act) -> Done {
    (act.by.name, day(act.on))
}

#[cfg(feature = "ssr")]
fn list_view(view: registry::paper::HandOverView, received_by: String) -> ListView {
    let one = view.hand_over;
    let (pages, arrived) = (one.pages(), one.arrived());
    let listed = |piece: domain::paper::CheckedPiece| ListedPiece {
        open: piece.is_open(),
        check: piece.check,
        settled: piece.settled.map(|settled| (settled.supplemented, settled.note, done(settled.by))),
        piece: PieceRow::new(piece.piece, false),
    };
    ListView {
        version: view.version,
        state: one.state,
        pages,
        arrived,
        pieces: one.pieces.into_iter().map(listed).collect(),
        listed: done(one.listed),
        seal: one.seal.map(|seal| SealView {
            number: seal.number,
            signatory: seal.signatory,
            on: day(seal.on),
            confirmed: done(seal.confirmed),
        }),
        received: one.received.map(done),
        received_by,
        may_seal: view.may_seal,
        may_receive: view.may_receive,
        may_settle: view.may_settle,
        may_take_back: view.may_take_back,
        on_paper: view.on_paper,
    }
}

/// Makes the list from the sender's dossier.
#[server(client = Attended, prefix = "/api", endpoint = "list_hand_over")]
pub async fn list_hand_over(letter: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().list_hand_over(&actor, id(&letter)?).await?) };
    end(&letter, typed([]), result.await, w::LISTED_DONE).await
}

/// Takes the list back.
#[server(client = Attended, prefix = "/api", endpoint = "take_back_hand_over")]
pub async fn take_back_hand_over(letter: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().take_back_hand_over(&actor, shown::<LetterId>(&letter)?).await?) };
    end(&letter, typed([]), result.await, w::TAKEN_BACK_DONE).await
}

/// Confirms the seal.
#[server(client = Attended, prefix = "/api", endpoint = "seal_hand_over")]
pub async fn seal_hand_over(
    letter: String,
    #[server(default)] number: String,
    #[server(default)] signatory: String,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("number", cut(&number)), ("signatory", cut(&signatory)), ("on", cut(&on))]);
    let result = async {
        let on = domain::form::parse_date(&on).ok_or_else(|| wrong("on", w::NO_DATE, w::DATE_REMEDY))?;
        let asked = registry::paper::AskedSeal { number, signatory, on };
        Ok(registry().seal_hand_over(&actor, shown::<LetterId>(&letter)?, &asked).await?)
    };
    end(&letter, kept, result.await, w::SEALED_DONE).await
}

/// The findings piece by piece: `found` by piece.
#[server(client = Attended, prefix = "/api", endpoint = "receive_hand_over")]
pub async fn receive_hand_over(
    letter: String,
    #[server(default)] found: BTreeMap<String, String>,
    #[server(default)] received_by: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let found: BTreeMap<u32, String> = found
        .into_iter()
        .filter_map(|(key, check)| Some((key.trim_start_matches('n').parse().ok()?, check)))
        .collect();
    let name = |no: u32| format!("found[n{no}]");
    let mut kept = typed([("received_by", cut(&received_by))]);
    kept.extend(found.iter().map(|(no, check)| (name(*no), cut(check).to_owned())));
    let checks = found.iter().filter_map(|(no, check)| Some((*no, Check::from_key(check)?))).collect();
    let result = async {
        Ok(registry().receive_hand_over(&actor, shown::<LetterId>(&letter)?, checks, &received_by).await?)
    };
    let result = result.await.map_err(|error| {
        let names: Vec<(String, String)> =
            found.keys().map(|no| (format!("check_{no}"), name(*no))).collect();
        let names: Vec<(&str, &str)> =
            names.iter().map(|(code, field)| (code.as_str(), field.as_str())).collect();
        named(error, &names)
    });
    end(&letter, kept, result, w::RECEIVED_DONE).await
}

/// Settles one difference: `outcome` is `came` when the piece came afterwards, `stays` when it does not.
#[server(client = Attended, prefix = "/api", endpoint = "settle_hand_over")]
pub async fn settle_hand_over(
    letter: String,
    #[server(default)] no: String,
    #[server(default)] outcome: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("no", cut(&no)), ("outcome", cut(&outcome)), ("note", cut(&note))]);
    let result = async {
        let piece = no.parse().map_err(|_| wrong("no", w::NO_PIECE, "请选择一件。"))?;
        let came = match outcome.as_str() {
            "came" => true,
            "stays" => false,
            _ => return Err(wrong("outcome", w::NO_OUTCOME, "请选择一项。")),
        };
        Ok(registry().settle_hand_over(&actor, shown::<LetterId>(&letter)?, piece, came, &note).await?)
    };
    let result = result.await.map_err(|error| named(error, &[("no_piece", "no")]));
    end(&letter, kept, result, w::SETTLED_DONE).await
}

/// Ends a form of the desk: back to it, with what is wrong or what went well.
#[cfg(feature = "ssr")]
async fn end<T>(
    letter: &str,
    kept: BTreeMap<String, String>,
    result: Result<T, AppError>,
    words: &str,
) -> Result<(), AppError> {
    let letter = bare(letter);
    let (form, back) = (format!("hand_over/{letter}"), format!("/letters/{letter}/pieces"));
    keep::finish_saying(&form, &form, &back, kept, result.map(|_| back.clone()), words).await
}

/// The slip of a sealed envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeData {
    /// The desk.
    pub desk: DeskDetail,
    /// The symbol (QR) that leads to the desk, SVG.
    pub symbol: String,
}

/// The slip for the envelope, for the sender from the list on.
#[server(name = GetEnvelope, client = Attended, prefix = "/api", endpoint = "envelope")]
pub async fn envelope(letter: String) -> Result<EnvelopeData, AppError> {
    let desk = desk(letter).await?;
    if !desk.sender || desk.list.is_none() {
        return Err(AppError::NotFound);
    }
    let symbol = registry::symbol::svg(&address(&format!("/letters/{}/pieces", desk.letter)))?;
    Ok(EnvelopeData { desk, symbol })
}

/// A page's whole address, as the browser that asks knows this server; the path alone where it does not say.
#[cfg(feature = "ssr")]
fn address(path: &str) -> String {
    let parts = use_context::<http::request::Parts>();
    let host = parts.as_ref().and_then(|parts| parts.headers.get(http::header::HOST)?.to_str().ok());
    host.map_or_else(|| path.to_owned(), |host| format!("https://{host}{path}"))
}

/// A hand-over that is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateRow {
    /// The letter, for a school it concerns.
    pub letter: Option<String>,
    /// The pupil, for a school it concerns.
    pub name: Option<String>,
    /// The sender.
    pub from: String,
    /// The receiver.
    pub to: String,
    /// Whether only the receipt is missing.
    pub sent: bool,
    /// The deadline that has passed.
    pub due_on: String,
    /// Calendar days since.
    pub days_late: i64,
    /// Which authority was told, and when.
    pub urged: Option<Done>,
}

/// Hand-overs whose day has passed: the actor's school's own, or those below the actor's authority. Whether the actor is in a school.
#[server(name = GetLateHandOvers, client = Attended, prefix = "/api", endpoint = "late_hand_overs")]
pub async fn late_hand_overs() -> Result<(Vec<LateRow>, bool), AppError> {
    let actor = actor()?;
    let rows = registry().late_hand_overs(&actor).await?.into_iter().map(|late| LateRow {
        letter: late.letter.map(|letter| letter.to_string()),
        name: late.name,
        from: late.from,
        to: late.to,
        sent: late.sent,
        due_on: day(late.due_on),
        days_late: late.days_late,
        urged: late.urged.map(|(above, on)| (above, day(on))),
    });
    Ok((rows.collect(), actor.unit.as_ref().is_some_and(|unit| unit.id.is_school())))
}
