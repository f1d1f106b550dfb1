//! Official letters: the boxes of a unit, one letter, and what is done with it (第十五条, 第十八条, 第二十二条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::letter as w;
#[cfg(feature = "ssr")]
use domain::id::LetterId;
use domain::letter::{Content, LetterKind, LetterState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One letter in a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRow {
    /// The letter.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// 种类
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// 发文字号
    pub number: Option<String>,
    /// 发文单位
    pub from: String,
    /// 主送单位
    pub to: String,
    /// The pupil, or the term.
    pub about: String,
    /// Since when it is owed.
    pub owed_on: String,
    /// By when somebody has to act.
    pub due_on: Option<String>,
    /// Working days left.
    pub days_left: Option<i64>,
}

#[cfg(feature = "ssr")]
impl From<registry::letter::LetterLine> for LetterRow {
    fn from(line: registry::letter::LetterLine) -> Self {
        Self {
            id: line.id.to_string(),
            shown: domain::shown::Shown::new(line.id, line.version).to_string(),
            kind: line.kind,
            state: line.state,
            number: line.number,
            from: line.from,
            to: line.to,
            about: line.about,
            owed_on: day(line.owed_on),
            due_on: line.due_on.map(day),
            days_left: line.days_left,
        }
    }
}

/// One page of a box, with what the unit has to tell once a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// The rows.
    pub rows: Vec<LetterRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Terms that may be told now: key and words, the present one first.
    pub terms: Vec<(String, String)>,
    /// Whether this is a directly-run school's registrar.
    pub notice: bool,
    /// Whether this is a competent authority's registrar.
    pub hand_overs: bool,
}

/// One page of a box: `waiting`, `inbox` or `outbox`.
#[server(name = GetLetters, client = Attended, prefix = "/api", endpoint = "letters")]
pub async fn letters(which: String, after: String) -> Result<Letters, AppError> {
    use registry::letter::LetterBox;
    let actor = actor()?;
    let which = match which.as_str() {
        "inbox" => LetterBox::Inbox,
        "outbox" => LetterBox::Outbox,
        _ => LetterBox::Waiting,
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().letters(&actor, which, after).await?;
    let duties = registry().letter_duties(&actor).await?;
    Ok(Letters {
        rows: page.lines.into_iter().map(LetterRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        terms: duties.terms.iter().map(|term| (term.key(), term.to_string())).collect(),
        notice: duties.notice,
        hand_overs: duties.hand_overs,
    })
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptView {
    /// 签收人
    pub by: String,
    /// 签收日期
    pub on: String,
    /// 实收件数
    pub pieces: Option<u32>,
    /// 备注
    pub note: String,
}

/// One letter as its two units see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterDetail {
    /// What a box shows.
    pub row: LetterRow,
    /// Whether the day may still move.
    pub provisional: bool,
    /// What stands in it.
    pub content: Content,
    /// Who drafted it, and when: for the sender only.
    pub drafted: Option<(String, String)>,
    /// Why its leader returned the draft: for the sender only.
    pub returned: Option<String>,
    /// Who signed it, and when.
    pub signed: Option<(String, String)>,
    /// Whether it was sent on paper, once it was sent.
    pub paper: Option<bool>,
    /// 签收
    pub receipt: Option<ReceiptView>,
    /// Whether the actor may draft it.
    pub may_draft: bool,
    /// Whether the actor may sign or return it.
    pub may_sign: bool,
    /// Whether the actor may give the receipt.
    pub may_receive: bool,
    /// Whether the actor may end the hand-over.
    pub may_cancel: bool,
    /// Who ended it, when, and why.
    pub cancelled: Option<(String, String, String)>,
    /// The receipt to give is one that came back on paper.
    pub on_paper: bool,
    /// Whether a list of pieces was made: they are sealed, checked and receipted there.
    pub by_pieces: bool,
    /// The pupil's record, where the actor may open it.
    pub pupil: Option<String>,
    /// The day, as a form takes it.
    pub today: String,
}

/// One letter.
#[server(name = GetLetter, client = Attended, prefix = "/api", endpoint = "letter")]
pub async fn letter(letter: String) -> Result<LetterDetail, AppError> {
    use domain::letter::{Act, Delivery};
    let view = registry().letter_view(&actor()?, id(&letter)?).await?;
    let one = view.letter;
    let act = |act: Act| (act.by.name, day(act.on));
    Ok(LetterDetail {
        provisional: one.due.provisional,
        content: one.content,
        drafted: one.drafted.map(act),
        returned: one.returned,
        signed: one.signed.map(act),
        paper: one.delivery.map(|delivery| delivery == Delivery::Paper),
        receipt: one.receipt.map(|receipt| ReceiptView {
            by: receipt.received_by,
            on: day(receipt.on),
            pieces: receipt.pieces,
            note: receipt.note,
        }),
        may_draft: view.may_draft,
        may_sign: view.may_sign,
        may_receive: view.may_receive,
        may_cancel: view.may_cancel,
        cancelled: one.cancelled.map(|(act, why)| (act.by.name, day(act.on), why)),
        on_paper: view.on_paper,
        by_pieces: view.by_pieces,
        pupil: view.pupil.map(|pupil| pupil.to_string()),
        today: registry().store.clock.today().to_string(),
        row: view.line.into(),
    })
}

/// Puts a letter to the leader, with the number of pieces and their list, or the circumstances.
#[server(client = Attended, prefix = "/api", endpoint = "draft_letter")]
pub async fn draft_letter(
    letter: String,
    #[server(default)] pieces: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("pieces", cut(&pieces)), ("words", cut(&words))]);
    let result = async {
        Ok(registry().draft_letter(&actor, shown::<LetterId>(&letter)?, number(&pieces), &words).await?)
    };
    end("draft", &letter, kept, result.await, w::DRAFTED).await
}

/// Signs a letter and sends it.
#[server(client = Attended, prefix = "/api", endpoint = "sign_letter")]
pub async fn sign_letter(letter: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().sign_letter(&actor, shown::<LetterId>(&letter)?).await?) };
    end("sign", &letter, typed([]), result.await, w::SIGNED).await
}

/// Returns a draft to the registrar.
#[server(client = Attended, prefix = "/api", endpoint = "return_letter")]
pub async fn return_letter(letter: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().return_letter(&actor, shown::<LetterId>(&letter)?, &reason).await?) };
    end("sign", &letter, typed([("reason", cut(&reason))]), result.await, w::SENT_BACK).await
}

/// Ends a hand-over to a school outside this system that did not receive the pupil.
#[server(client = Attended, prefix = "/api", endpoint = "cancel_letter")]
pub async fn cancel_letter(letter: String, #[server(default)] cancel_reason: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().cancel_letter(&actor, shown::<LetterId>(&letter)?, &cancel_reason).await?) };
    end("cancel", &letter, typed([("cancel_reason", cut(&cancel_reason))]), result.await, w::CANCELLED).await
}

/// Gives a receipt, or records the one that came back on paper.
#[server(client = Attended, prefix = "/api", endpoint = "receive_letter")]
pub async fn receive_letter(
    letter: String,
    #[server(default)] received_by: String,
    #[server(default)] on: String,
    #[server(default)] pieces: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use domain::refusal::{Basis, Refusal};
    let actor = actor()?;
    let kept = typed([
        ("received_by", cut(&received_by)),
        ("on", cut(&on)),
        ("pieces", cut(&pieces)),
        ("note", cut(&note)),
    ]);
    let result = async {
        let on = domain::form::parse_date(&on).ok_or_else(|| {
            let what = "没有填写签收日期，或不是有效的日期。";
            AppError::Refused(vec![Refusal::new(
                "on",
                Basis::Procedure,
                what,
                "请按 2026-09-01 的样式填写。",
            )])
        })?;
        let asked = registry::letter::AskedReceipt { received_by, on, pieces: number(&pieces), note };
        Ok(registry().receive_letter(&actor, shown::<LetterId>(&letter)?, &asked).await?)
    };
    end("receive", &letter, kept, result.await, w::RECEIPTED).await
}

/// Drafts a directly-run school's notice of a term, or looks once more.
#[server(client = Attended, prefix = "/api", endpoint = "draft_term_notice")]
pub async fn draft_term_notice(#[server(default)] term: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let term = domain::calendar::Term::from_key(&term).ok_or(AppError::NotFound)?;
        Ok(format!("/letters/{}", registry().draft_term_notice(&actor, term).await?))
    };
    keep::finish("letters", "/letters", typed([("term", cut(&term))]), result.await).await
}

/// Makes a competent authority's hand-overs of a term.
#[server(client = Attended, prefix = "/api", endpoint = "hand_over_hukou")]
pub async fn hand_over_hukou(#[server(default)] term: String) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async {
        let term = domain::calendar::Term::from_key(&term).ok_or(AppError::NotFound)?;
        let done = registry().hukou_handovers(&actor, term).await?;
        let without: Vec<_> =
            done.without.iter().map(|(name, why)| (name.clone(), why.to_string())).collect();
        Ok::<_, AppError>(w::handed_over(done.made.len(), done.there, &without))
    };
    match result.await {
        Ok(words) => {
            keep::say("letters", &words).await?;
            crate::api::address::lead_to("/letters");
            Ok(())
        }
        Err(error) => keep::finish("letters", "/letters", typed([("term", cut(&term))]), Err(error)).await,
    }
}

/// Ends a form of a letter's page: back to the letter, with what is wrong or what went well.
#[cfg(feature = "ssr")]
async fn end(
    form: &str,
    letter: &str,
    kept: std::collections::BTreeMap<String, String>,
    result: Result<LetterState, AppError>,
    words: &str,
) -> Result<(), AppError> {
    let letter = bare(letter);
    let back = format!("/letters/{letter}");
    let result = result.map(|_| back.clone());
    keep::finish_saying(
        &format!("letter_{form}/{letter}"),
        &format!("letter/{letter}"),
        &back,
        kept,
        result,
        words,
    )
    .await
}

/// A number of pieces; what does not read as one is none.
#[cfg(feature = "ssr")]
fn number(text: &str) -> Option<u32> {
    text.trim().trim_end_matches('件').trim().parse().ok()
}
