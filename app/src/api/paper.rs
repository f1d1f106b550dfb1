//! The paper archive of a school (第八条, 第九条): the catalogue of its shelves, one dossier, loans.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
use crate::api::form_state::FormState;
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::paper as w;
use domain::archive::Category;
#[cfg(feature = "ssr")]
use domain::paper::{AskedPiece, DossierCommand, ShelfPlace};
use domain::paper::{LoanState, PieceForm, Whereabouts};
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One dossier in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfRow {
    /// The pupil.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级; empty for who has left.
    pub class_label: String,
    /// 存放位置
    pub place: Option<String>,
    /// 件数
    pub pieces: usize,
    /// 页数
    pub pages: u32,
    /// The state of the open loan.
    pub loan: Option<LoanState>,
    /// Where the papers are.
    pub whereabouts: Whereabouts,
}

/// A loan that is asked for or out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanRow {
    /// The pupil.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 借阅人
    pub borrower: String,
    /// 应还日期
    pub due_back: String,
    /// Where it stands.
    pub state: LoanState,
    /// Whether it should have been back.
    pub overdue: bool,
}

/// The shelves of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The dossiers of this page.
    pub rows: Vec<ShelfRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// What is looked for: `text`, `class`, `place`.
    pub search: FormState,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// The classes to choose from: key and words.
    pub classes: Vec<(String, String)>,
    /// Loans that are asked for or out, overdue ones first.
    pub loans: Vec<LoanRow>,
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
pub async fn shelf(after: String) -> Result<Shelf, AppError> {
    use registry::paper::Wanted;
    let actor = actor()?;
    let search = keep::load(SEARCH).await?;
    let wanted = Wanted {
        text: search.value("text"),
        class: class_of(&search.value("class")),
        place: search.value("place"),
        after: if after.is_empty() { None } else { Some(id(&after)?) },
    };
    let (rows, next, problem) = match registry().catalogue(&actor, &wanted).await {
        Ok(page) => (page.lines, page.next, None),
        Err(registry::error::Error::Refused(refusals))
            if refusals.iter().any(|refusal| refusal.code == "search_too_short") =>
        {
            (Vec::new(), None, refusals.first().map(ToString::to_string))
        }
        Err(error) => return Err(error.into()),
    };
    let row = |line: registry::paper::CatalogueLine| ShelfRow {
        id: line.id.to_string(),
        name: line.name,
        number: line.number,
        class_label: line.class_label,
        place: line.place.map(|place| place.label()),
        pieces: line.pieces,
        pages: line.pages,
        loan: line.loan,
        whereabouts: line.whereabouts,
    };
    let loan = |line: registry::paper::LoanLine| LoanRow {
        id: line.person.to_string(),
        name: line.name,
        borrower: line.borrower,
        due_back: day(line.due_back),
        state: line.state,
        overdue: line.overdue,
    };
    let classes = registry().paper_classes(&actor).await?;
    Ok(Shelf {
        rows: rows.into_iter().map(row).collect(),
        next: next.map(|next| next.to_string()),
        problem,
        classes: classes
            .into_iter()
            .map(|(grade, label, class)| (format!("{grade}-{class}"), format!("{label}{class}")))
            .collect(),
        loans: registry().paper_loans(&actor).await?.into_iter().map(loan).collect(),
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
    #[server(default)] text: String,
    #[server(default)] class: String,
    #[server(default)] place: String,
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
    #[server(default)] of_class: String,
    #[server(default)] room: String,
    #[server(default)] cabinet: String,
    #[server(default)] tier: String,
    #[server(default)] case: String,
    #[server(default)] each: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([
        ("of_class", cut(&of_class)),
        ("room", cut(&room)),
        ("cabinet", cut(&cabinet)),
        ("tier", cut(&tier)),
        ("case", cut(&case)),
        ("each", cut(&each)),
    ]);
    let result = async {
        let class = class_of(&of_class).ok_or_else(|| wrong("of_class", w::NO_CLASS, "请选择一项。"))?;
        let first = ShelfPlace::read(&room, &cabinet, &tier, &case).map_err(AppError::Refused)?;
        let each = match each.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| wrong("each", w::NO_NUMBER, "请填写数字，或不填。"))?),
        };
        Ok::<_, AppError>(registry().place_whole_class(&actor, (class.0, &class.1), &first, each).await?)
    };
    let result = result.await.map_err(|error| named(error, &[("class", "of_class")]));
    let placed = result.as_ref().ok().copied();
    keep::finish(PLACING, "/paper", kept, result.map(|_| "/paper".to_owned())).await?;
    if let Some(placed) = placed {
        keep::say(PLACING, &w::placed(placed)).await?;
    }
    Ok(())
}

/// Who did something, and when.
pub type Done = (String, String);

/// One piece of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceRow {
    /// 件号
    pub no: u32,
    /// 题名
    pub title: String,
    /// Which of the seven categories.
    pub category: Category,
    /// 页数
    pub pages: u32,
    /// 原件 or 复印件
    pub form: PieceForm,
    /// 形成日期
    pub dated: String,
    /// 来源
    pub source: String,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
    /// Whether a copy is kept.
    pub copied: bool,
}

#[cfg(feature = "ssr")]
impl PieceRow {
    /// A piece as it is shown.
    pub(crate) fn new(piece: domain::paper::Piece, copied: bool) -> Self {
        Self {
            no: piece.no,
            title: piece.title,
            category: piece.category,
            pages: piece.pages,
            form: piece.form,
            dated: piece.dated.map(day).unwrap_or_default(),
            source: piece.source,
            withdrawn: piece.withdrawn,
            copied,
        }
    }
}

/// One loan of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanEntry {
    /// 借阅人
    pub borrower: String,
    /// 事由
    pub reason: String,
    /// 应还日期
    pub due_back: String,
    /// Where it stands.
    pub state: LoanState,
    /// Whether it should have been back.
    pub overdue: bool,
    /// Who asked.
    pub asked: Done,
    /// Who approved or refused.
    pub decided: Option<Done>,
    /// Why it was refused.
    pub refused: Option<String>,
    /// Who took it back.
    pub returned: Option<Done>,
}

/// One dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierDetail {
    /// The pupil.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学籍号, masked.
    pub number: String,
    /// 年级 and 班级; empty for who has left.
    pub class_label: String,
    /// 存放位置 in one line.
    pub place: Option<String>,
    /// 库房, 柜, 层, 盒.
    pub parts: [String; 4],
    /// The pieces by number.
    pub pieces: Vec<PieceRow>,
    /// The loans, newest first.
    pub loans: Vec<LoanEntry>,
    /// Where the papers are.
    pub whereabouts: Whereabouts,
    /// Whether the actor keeps it.
    pub may_keep: bool,
    /// Whether the actor decides about the open loan.
    pub may_approve: bool,
}

/// The dossier of a pupil at the actor's school.
#[server(name = GetDossier, client = Attended, prefix = "/api", endpoint = "dossier")]
pub async fn dossier(person: String) -> Result<DossierDetail, AppError> {
    let view = registry().dossier(&actor()?, id(&person)?).await?;
    let today = registry().store.clock.today();
    let one = view.dossier;
    let act = |act: domain::letter::Act| (act.by.name, day(act.on));
    let loan = |loan: domain::paper::Loan| LoanEntry {
        overdue: loan.is_overdue(today),
        borrower: loan.borrower,
        reason: loan.reason,
        due_back: day(loan.due_back),
        state: loan.state,
        asked: act(loan.asked),
        decided: loan.decided.map(act),
        refused: loan.refused,
        returned: loan.returned.map(act),
    };
    let copied = one.copied;
    Ok(DossierDetail {
        id: person,
        name: view.name,
        number: view.number,
        class_label: view.class_label,
        place: one.place.as_ref().map(ShelfPlace::label),
        parts: one.place.map(|place| [place.room, place.cabinet, place.tier, place.case]).unwrap_or_default(),
        pieces: one
            .pieces
            .into_iter()
            .map(|piece| {
                let copied = copied.contains(&piece.no);
                PieceRow::new(piece, copied)
            })
            .collect(),
        loans: one.loans.into_iter().rev().map(loan).collect(),
        whereabouts: one.whereabouts,
        may_keep: view.may_keep,
        may_approve: view.may_approve,
    })
}

/// Gives a dossier its place.
#[server(client = Attended, prefix = "/api", endpoint = "place_dossier")]
pub async fn place_dossier(
    person: String,
    #[server(default)] room: String,
    #[server(default)] cabinet: String,
    #[server(default)] tier: String,
    #[server(default)] case: String,
) -> Result<(), AppError> {
    let kept =
        typed([("room", cut(&room)), ("cabinet", cut(&cabinet)), ("tier", cut(&tier)), ("case", cut(&case))]);
    let command =
        ShelfPlace::read(&room, &cabinet, &tier, &case).map(DossierCommand::Place).map_err(AppError::Refused);
    act(&person, kept, command, &[], w::PLACED).await
}

/// Puts a piece in.
#[server(client = Attended, prefix = "/api", endpoint = "add_piece")]
pub async fn add_piece(
    person: String,
    #[server(default)] title: String,
    #[server(default)] category: String,
    #[server(default)] pages: String,
    #[server(default)] form: String,
    #[server(default)] dated: String,
    #[server(default)] source: String,
) -> Result<(), AppError> {
    let kept = typed([
        ("title", cut(&title)),
        ("category", cut(&category)),
        ("pages", cut(&pages)),
        ("form", cut(&form)),
        ("dated", cut(&dated)),
        ("source", cut(&source)),
    ]);
    let piece = || -> Result<DossierCommand, AppError> {
        let category =
            Category::from_key(&category).ok_or_else(|| wrong("category", w::NO_CATEGORY, "请选择一项。"))?;
        let form = PieceForm::from_key(&form).ok_or_else(|| wrong("form", w::NO_FORM, "请选择一项。"))?;
        let dated = match dated.trim() {
            "" => None,
            text => Some(
                domain::form::parse_date(text).ok_or_else(|| wrong("dated", w::NO_DATE, w::DATE_REMEDY))?,
            ),
        };
        // What does not read as a number is none, which the dossier refuses.
        let pages = pages.trim().trim_end_matches('页').trim().parse().unwrap_or(0);
        Ok(DossierCommand::Add(AskedPiece {
            title: title.clone(),
            category,
            pages,
            form,
            dated,
            source: source.clone(),
        }))
    };
    let command = piece();
    act(&person, kept, command, &[], w::ADDED).await
}

/// Takes a piece out of the list, with the reason.
#[server(client = Attended, prefix = "/api", endpoint = "withdraw_piece")]
pub async fn withdraw_piece(
    person: String,
    #[server(default)] withdraw_no: String,
    #[server(default)] withdraw_reason: String,
) -> Result<(), AppError> {
    let kept = typed([("withdraw_no", cut(&withdraw_no)), ("withdraw_reason", cut(&withdraw_reason))]);
    let command = withdraw_no
        .parse()
        .map(|no| DossierCommand::Withdraw { no, reason: withdraw_reason.clone() })
        .map_err(|_| wrong("withdraw_no", w::NO_PIECE, "请选择一件。"));
    let names = [("reason", "withdraw_reason"), ("no_piece", "withdraw_no")];
    act(&person, kept, command, &names, w::WITHDRAWN_DONE).await
}

/// Notes of which pieces a copy is kept: `copies` by piece.
#[server(client = Attended, prefix = "/api", endpoint = "keep_copies")]
pub async fn keep_copies(
    person: String,
    #[server(default)] copies: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let numbers = copies.keys().filter_map(|key| key.trim_start_matches('n').parse().ok()).collect();
    act(&person, typed([]), Ok(DossierCommand::KeepCopies(numbers)), &[], w::COPIES_DONE).await
}

/// Asks for a loan.
#[server(client = Attended, prefix = "/api", endpoint = "ask_loan")]
pub async fn ask_loan(
    person: String,
    #[server(default)] borrower: String,
    #[server(default)] loan_reason: String,
    #[server(default)] due_back: String,
) -> Result<(), AppError> {
    let kept = typed([
        ("borrower", cut(&borrower)),
        ("loan_reason", cut(&loan_reason)),
        ("due_back", cut(&due_back)),
    ]);
    let command = domain::form::parse_date(&due_back)
        .map(|due_back| DossierCommand::AskLoan {
            borrower: borrower.clone(),
            reason: loan_reason.clone(),
            due_back,
        })
        .ok_or_else(|| wrong("due_back", w::NO_DATE, w::DATE_REMEDY));
    act(&person, kept, command, &[("reason", "loan_reason")], w::LOAN_ASKED).await
}

/// The leader's decision about a loan: `approve` or `refuse`.
#[server(client = Attended, prefix = "/api", endpoint = "decide_loan")]
pub async fn decide_loan(
    person: String,
    #[server(default)] decision: String,
    #[server(default)] refuse_reason: String,
) -> Result<(), AppError> {
    let kept = typed([("refuse_reason", cut(&refuse_reason))]);
    let (command, words) = match decision.as_str() {
        "approve" => (DossierCommand::ApproveLoan, w::LENT_DONE),
        _ => (DossierCommand::RefuseLoan { reason: refuse_reason.clone() }, w::REFUSED_DONE),
    };
    act(&person, kept, Ok(command), &[("reason", "refuse_reason")], words).await
}

/// Takes a dossier back.
#[server(client = Attended, prefix = "/api", endpoint = "return_loan")]
pub async fn return_loan(person: String) -> Result<(), AppError> {
    act(&person, typed([]), Ok(DossierCommand::ReturnLoan), &[], w::RETURNED_DONE).await
}

/// One act on a dossier, and back to its page. `names` says under which fields of the page a refusal is told.
#[cfg(feature = "ssr")]
async fn act(
    person: &str,
    kept: BTreeMap<String, String>,
    command: Result<DossierCommand, AppError>,
    names: &[(&str, &str)],
    words: &str,
) -> Result<(), AppError> {
    let actor = actor()?;
    let (form, back) = (format!("dossier/{person}"), format!("/pupils/{person}/paper"));
    let result = async { Ok(registry().keep_dossier(&actor, id(person)?, command?).await?) };
    let result: Result<(), AppError> = result.await.map_err(|error| named(error, names));
    keep::finish_saying(&form, &form, &back, kept, result.map(|()| back.clone()), words).await
}

/// A refusal told beside the field of the page, whatever the service calls it.
#[cfg(feature = "ssr")]
pub(crate) fn named(error: AppError, names: &[(&str, &str)]) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match names.iter().find(|(code, _)| *code == one.code) {
        Some((_, field)) => Refusal { code: (*field).into(), ..one },
        None => one,
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

#[cfg(feature = "ssr")]
pub(crate) fn wrong(field: &str, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(field, Basis::Article(8), what, remedy)])
}
