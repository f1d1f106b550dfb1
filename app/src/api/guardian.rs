//! A guardian's children and the correction he prepares (第十条). What he has typed is kept with his account, so he can stop
//! and go on later, on another phone.

use crate::api::case::{ProofRow, QueueRow};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use domain::form::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// A child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The person.
    pub id: String,
    /// 姓名, masked.
    pub name: String,
    /// 学校
    pub school: String,
    /// 年级 and 班级
    pub class_label: String,
    /// 状态
    pub standing: String,
    /// 学籍号, masked.
    pub number: String,
    /// The open case.
    pub open_case: Option<QueueRow>,
    /// Whether a correction has been begun and not sent.
    pub has_draft: bool,
}

/// What happened to another guardian's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRow {
    /// Its id.
    pub id: String,
    /// What happened, in a sentence.
    pub words: String,
}

/// What a guardian's first page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPage {
    /// What was not read yet, newest first.
    pub notices: Vec<NoticeRow>,
    /// How many bonds rest; of which children is not told.
    pub resting: u64,
    /// Until when nothing can be asked for.
    pub quiet_until: Option<String>,
    /// The children.
    pub children: Vec<Child>,
    /// What was asked for, newest first.
    pub cases: Vec<QueueRow>,
}

/// The guardian's children and cases.
#[server(name = GetMyPage, client = Attended, prefix = "/api", endpoint = "my_page")]
pub async fn my_page() -> Result<MyPage, AppError> {
    let actor = actor()?;
    let mut children = Vec::new();
    for child in &actor.children {
        let view = registry().pupil(&actor, *child).await?;
        children.push(Child {
            id: child.to_string(),
            name: view.name,
            school: view.school,
            class_label: format!("{}{}", view.grade, view.class_name),
            standing: view.standing.to_owned(),
            number: view.number,
            open_case: view.open_case.as_ref().map(QueueRow::from),
            has_draft: draft(&actor, *child).await? != Draft::default(),
        });
    }
    let cases = registry().cases_opened_by(&actor).await?;
    let notices = registry()
        .guardian_notices(&actor)
        .await?
        .into_iter()
        .map(|notice| NoticeRow { id: notice.id.to_string(), words: told(&notice) });
    let quiet = registry().guardian_quiet_until(&actor).await?;
    Ok(MyPage {
        notices: notices.collect(),
        resting: registry().resting_bonds(&actor).await?,
        quiet_until: quiet.map(domain::guardian::moment_in_words),
        children,
        cases: cases.iter().map(QueueRow::from).collect(),
    })
}

#[cfg(feature = "ssr")]
fn told(notice: &registry::guardian::GuardianNotice) -> String {
    use crate::text::t::{bond, guardian as w};
    use registry::guardian::NoticeKind;
    let who = bond::guardian(&notice.who, &notice.kinship);
    let at = crate::api::moment(notice.at);
    match notice.kind {
        NoticeKind::Bound => w::told_bound(&at, &who, &notice.child, &notice.school),
        NoticeKind::Recovered => w::told_recovered(&at, &who, &notice.child, &notice.school),
    }
}

/// Puts a notice away.
#[server(client = Attended, prefix = "/api", endpoint = "read_notice")]
pub async fn read_notice(notice: String) -> Result<(), AppError> {
    let actor = actor()?;
    let read = registry().read_notice(&actor, id(&notice)?).await;
    keep::finish("my", "/my", typed([]), read.map(|()| "/my".to_owned()).map_err(Into::into)).await
}

/// «This is nobody of my family»: asks the child's school to look at the account.
#[server(client = Attended, prefix = "/api", endpoint = "report_bond")]
pub async fn report_bond(notice: String) -> Result<(), AppError> {
    let actor = actor()?;
    let told = registry().report_bond(&actor, id(&notice)?).await;
    let told = told.map(|()| "/my".to_owned()).map_err(AppError::from);
    keep::finish_saying("my", "my", "/my", typed([]), told, crate::text::t::guardian::REPORTED).await
}

/// What has been prepared so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The items to be corrected, in form order.
    pub fields: Vec<Field>,
    /// New values as typed.
    pub values: BTreeMap<Field, String>,
    /// What the guardian says about it.
    pub statement: String,
}

/// The correction as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preparation {
    /// The child, masked.
    pub name: String,
    /// Items one may ask to correct, with what is on record (masked).
    pub open_fields: Vec<(Field, String)>,
    /// What has been prepared.
    pub draft: Draft,
    /// Proofs filed so far.
    pub proofs: Vec<ProofRow>,
    /// An open case that stands in the way.
    pub busy: Option<QueueRow>,
    /// Why the case that is being mended came back.
    pub returned: Option<String>,
}

impl Preparation {
    /// The next page of the journey: the first item without a value, then proofs, then the check.
    pub fn next(&self, person: &str) -> String {
        let open = self.draft.fields.iter().find(|field| !self.draft.values.contains_key(field));
        match open {
            _ if self.draft.fields.is_empty() => format!("/my/{person}/correct"),
            Some(field) => format!("/my/{person}/correct/item/{}", field.key()),
            None if self.proofs.is_empty() => format!("/my/{person}/correct/proof"),
            None => format!("/my/{person}/correct/check"),
        }
    }

    /// What is on record of an item, masked.
    pub fn current(&self, field: Field) -> String {
        self.open_fields
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }
}

#[cfg(feature = "ssr")]
use domain::{access::Actor, id::PersonId};

#[cfg(feature = "ssr")]
fn draft_name(person: PersonId) -> String {
    format!("correction/{person}")
}

#[cfg(feature = "ssr")]
async fn draft(actor: &Actor, person: PersonId) -> Result<Draft, AppError> {
    Ok(registry().draft(&actor.account.to_string(), &draft_name(person)).await?.unwrap_or_default())
}

#[cfg(feature = "ssr")]
async fn put_draft(actor: &Actor, person: PersonId, draft: &Draft) -> Result<(), AppError> {
    Ok(registry().put_draft(&actor.account.to_string(), &draft_name(person), draft).await?)
}

#[cfg(feature = "ssr")]
async fn prepare(actor: &Actor, person: PersonId) -> Result<Preparation, AppError> {
    use domain::case::CaseState;
    let view = registry().pupil(actor, person).await?;
    let mut draft = draft(actor, person).await?;
    let mut returned = None;
    let mut proofs: Vec<ProofRow> = Vec::new();
    let mut busy = None;
    if let Some(open) = &view.open_case {
        let case = registry().case_view(actor, open.id).await?;
        if open.state == CaseState::Returned && case.may_mend {
            // The case that came back is what is mended: its items and proofs are the beginning.
            if draft == Draft::default() {
                draft.fields = case.changes.iter().map(|change| change.field).collect();
                draft.values = registry().asked_values(actor, open.id).await?;
                draft.statement = case.statement.clone();
            }
            returned = Some(case.last_reason);
            proofs.extend(case.proofs.iter().map(ProofRow::from));
        } else {
            busy = Some(QueueRow::from(open));
        }
    }
    proofs.extend(registry().unsent_proofs(actor, person).await?.iter().map(ProofRow::from));
    let masked: BTreeMap<Field, String> = view.info.into_iter().collect();
    let open_fields: Vec<(Field, String)> = domain::privacy::correctable(view.consent)
        .map(|field| (field, masked.get(&field).cloned().unwrap_or_default()))
        .collect();
    // What was chosen or typed before a withdrawal is no longer asked for either.
    let open = |field: &Field| open_fields.iter().any(|(one, _)| one == field);
    draft.fields.retain(open);
    draft.values.retain(|field, _| open(field));
    Ok(Preparation { name: view.name, open_fields, draft, proofs, busy, returned })
}

/// The correction that is being prepared for a child.
#[server(name = GetPreparation, client = Attended, prefix = "/api", endpoint = "preparation")]
pub async fn preparation(person: String) -> Result<Preparation, AppError> {
    let actor = actor()?;
    prepare(&actor, id(&person)?).await
}

/// Chooses the items to be corrected.
#[server(client = Attended, prefix = "/api", endpoint = "choose_items")]
pub async fn choose_items(person: String, #[server(default)] items: Vec<String>) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let mut preparation = prepare(&actor, child).await?;
    let open = preparation.open_fields.iter().map(|(field, _)| *field);
    let chosen: Vec<Field> = open.filter(|field| items.iter().any(|item| item == field.key())).collect();
    let back = format!("/my/{person}/correct");
    let result = if chosen.is_empty() {
        Err(refused("items", "还没有选择要更正的信息。", "请至少选择一项。"))
    } else {
        preparation.draft.values.retain(|field, _| chosen.contains(field));
        preparation.draft.fields = chosen;
        put_draft(&actor, child, &preparation.draft).await?;
        Ok(preparation.next(&person))
    };
    keep::finish(&format!("correct/{person}"), &back, typed([("items", "")]), result).await
}

/// Answers one question.
#[server(client = Attended, prefix = "/api", endpoint = "answer_item")]
pub async fn answer_item(person: String, item: String, value: String) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let mut preparation = prepare(&actor, child).await?;
    let open = |field: &Field| preparation.open_fields.iter().any(|(one, _)| one == field);
    let field = Field::from_key(&item).filter(open).ok_or(AppError::NotFound)?;
    let value: String = value.trim().chars().take(500).collect();
    let problem = registry().problem_of_answer(&actor, child, field, &value).await?;
    let result = match problem {
        Some(refusal) => {
            Err(AppError::Refused(vec![domain::refusal::Refusal { code: "value".into(), ..refusal }]))
        }
        None => {
            preparation.draft.values.insert(field, value.clone());
            if !preparation.draft.fields.contains(&field) {
                preparation.draft.fields.push(field);
                preparation.draft.fields.sort_unstable();
            }
            put_draft(&actor, child, &preparation.draft).await?;
            Ok(preparation.next(&person))
        }
    };
    let back = format!("/my/{person}/correct/item/{item}");
    keep::finish(&format!("correct/{person}/{item}"), &back, typed([("value", value.as_str())]), result).await
}

/// Files a proof.
#[server(client = Attended, prefix = "/api", endpoint = "file_proof", input = MultipartFormData)]
pub async fn file_proof(data: MultipartData) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    let actor = actor()?;
    let parts = match crate::api::upload::parts(data).await {
        Ok(parts) => parts,
        // Which child it was is lost with the rest of an oversized form; the first page leads back to it.
        Err(error) => return keep::finish("my", "/my", typed([]), Err(error)).await,
    };
    let person = parts.text("person");
    let child = id(&person)?;
    let kind = parts.text("kind");
    let result = match (ProofKind::from_key(&kind), parts.file) {
        (None, _) => Err(refused("kind", "还没有选择材料种类。", "请选择这份材料是什么。")),
        (_, None) => Err(refused("file", "还没有选择文件。", "请拍照或选择已有的照片、PDF 文件。")),
        (Some(kind), Some((name, bytes))) => {
            let filed = registry().file_proof(&actor, child, kind, &name, bytes).await;
            filed
                .map(|_| format!("/my/{person}/correct/proof"))
                .map_err(|error| crate::api::session::by_field(AppError::from(error), "file"))
        }
    };
    let back = format!("/my/{person}/correct/proof");
    keep::finish(&format!("proof/{person}"), &back, typed([("kind", kind.as_str())]), result).await
}

/// Takes a proof away again.
#[server(client = Attended, prefix = "/api", endpoint = "drop_proof")]
pub async fn drop_proof(person: String, proof: String) -> Result<(), AppError> {
    let actor = actor()?;
    let to = format!("/my/{person}/correct/proof");
    let dropped = registry().drop_proof(&actor, id(&person)?, id(&proof)?).await;
    keep::finish(&format!("proof/{person}"), &to, typed([]), dropped.map(|()| to.clone()).map_err(Into::into))
        .await
}

/// Sends the correction, or sends a returned one again.
#[server(client = Attended, prefix = "/api", endpoint = "send_correction")]
pub async fn send_correction(
    person: String,
    statement: String,
    #[server(default)] declared: Option<String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let child = id(&person)?;
    let mut draft = prepare(&actor, child).await?.draft;
    draft.statement = statement.chars().take(500).collect();
    put_draft(&actor, child, &draft).await?;
    let result = if declared.is_none() {
        Err(refused("declared", "请确认所填内容和材料真实。", "勾选后再提交。"))
    } else {
        let sent =
            registry().send_correction(&actor, child, &draft.fields, &draft.values, &draft.statement).await;
        sent.map(|case| format!("/my/case/{case}?sent=1")).map_err(AppError::from)
    };
    if result.is_ok() {
        registry().remove_draft(&actor.account.to_string(), &draft_name(child)).await?;
    }
    let back = format!("/my/{person}/correct/check");
    let mut kept = typed([("statement", statement.as_str()), ("declared", "")]);
    // A refusal about an item is told beside that item's row.
    kept.extend(draft.fields.iter().map(|field| (field.key().to_owned(), String::new())));
    keep::finish(&format!("check/{person}"), &back, kept, result).await
}

/// Throws the prepared correction away.
#[server(client = Attended, prefix = "/api", endpoint = "discard_correction")]
pub async fn discard_correction(person: String) -> Result<(), AppError> {
    let actor = actor()?;
    let child: PersonId = id(&person)?;
    for proof in registry().unsent_proofs(&actor, child).await? {
        registry().drop_proof(&actor, child, proof.id).await?;
    }
    registry().remove_draft(&actor.account.to_string(), &draft_name(child)).await?;
    crate::api::address::lead_to("/my");
    Ok(())
}

#[cfg(feature = "ssr")]
fn refused(code: &str, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![domain::refusal::Refusal::new(
        code,
        domain::refusal::Basis::Procedure,
        what,
        remedy,
    )])
}
