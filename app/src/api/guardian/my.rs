//! A guardian's children and cases, and what happened to another guardian's account.

#[cfg(feature = "ssr")]
use super::{Draft, draft};
#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
use contract::case::QueueLine;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

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
    pub open_case: Option<QueueLine>,
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
    pub cases: Vec<QueueLine>,
}

/// The guardian's children and cases.
#[server(name = GetMyPage, client = Attended, prefix = "/api", endpoint = "my_page")]
pub async fn my_page() -> Result<MyPage, AppError> {
    let actor = actor()?;
    let mut children = Vec::new();
    for child in &actor.children {
        let view = registry().pupils().pupil(&actor, *child).await?;
        children.push(Child {
            id: child.to_string(),
            name: view.name,
            school: view.school,
            class_label: format!("{}{}", view.grade, view.class_name),
            standing: view.standing.label().to_owned(),
            number: view.number,
            open_case: view.open_case,
            has_draft: draft(&actor, *child).await? != Draft::default(),
        });
    }
    let cases = registry().cases().cases_opened_by(&actor).await?;
    let notices = registry()
        .guardians()
        .guardian_notices(&actor)
        .await?
        .into_iter()
        .map(|notice| NoticeRow { id: notice.id.to_string(), words: told(&notice) });
    let quiet = registry().guardians().guardian_quiet_until(&actor).await?;
    Ok(MyPage {
        notices: notices.collect(),
        resting: registry().guardians().resting_bonds(&actor).await?,
        quiet_until: quiet.map(domain::guardian::moment_in_words),
        children,
        cases,
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
pub async fn read_notice(
    /// Id of the notice.
    notice: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let read = registry().guardians().read_notice(&actor, id(&notice)?).await;
    keep::finish("my", "/my", typed([]), read.map(|()| "/my".to_owned()).map_err(Into::into)).await
}

/// «This is nobody of my family»: asks the child's school to look at the account.
#[server(client = Attended, prefix = "/api", endpoint = "report_bond")]
pub async fn report_bond(
    /// Id of the notice about the account.
    notice: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let told = registry().guardians().report_bond(&actor, id(&notice)?).await;
    let told = told.map(|()| "/my".to_owned()).map_err(AppError::from);
    keep::finish_saying("my", "my", "/my", typed([]), told, crate::text::t::guardian::REPORTED).await
}
