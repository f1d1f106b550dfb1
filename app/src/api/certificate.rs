//! 证书登记簿 (第十三条): the register of a school and year, issuing for a class, replacing a lost certificate, revoking one.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::day;
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::certificate as w;
use domain::case::completion::Outcome;
use domain::certificate::{CertificateKind, CertificateState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateRow {
    /// The line.
    pub id: String,
    /// 证书编号
    pub number: String,
    /// 种类
    pub kind: CertificateKind,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// Day of the completion.
    pub on: String,
    /// Who issued it, and when.
    pub issued: (String, String),
    /// The number of the lost one it stands for.
    pub replaces: Option<String>,
    /// Where it stands.
    pub state: CertificateState,
    /// Who ended it, when and why.
    pub ended: Option<(String, String, String)>,
    /// Whether the actor may print it.
    pub may_print: bool,
    /// Whether the actor may replace it.
    pub may_replace: bool,
    /// Whether the actor may revoke it.
    pub may_revoke: bool,
}

/// A pupil who waits for a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The approved completion.
    pub case: String,
    /// 姓名
    pub name: String,
    /// 年级 and 班级
    pub class_label: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The number that was typed; empty when none was.
    pub number: String,
    /// Day of the completion.
    pub on: String,
}

/// A page of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    /// The school's code; empty before an authority has chosen one.
    pub school: String,
    /// Its name.
    pub school_name: String,
    /// Schools to choose from, for an authority.
    pub schools: Vec<(String, String)>,
    /// The year shown.
    pub year: i32,
    /// Years to choose from.
    pub years: Vec<i32>,
    /// The lines.
    pub rows: Vec<CertificateRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Who waits, for who may issue.
    pub waiting: Vec<WaitingRow>,
    /// Whether the list of the year may be printed.
    pub may_print: bool,
    /// Classes whose certificates may be printed together, with how many there are.
    pub classes: Vec<(String, usize)>,
}

#[cfg(feature = "ssr")]
impl From<registry::certificate::CertificateLine> for CertificateRow {
    fn from(line: registry::certificate::CertificateLine) -> Self {
        let one = line.certificate;
        Self {
            id: line.id.to_string(),
            number: one.number,
            kind: one.kind,
            name: one.facts.name,
            class_label: one.facts.class_label,
            on: day(one.facts.on),
            issued: (one.issued.by.name, day(one.issued.on)),
            replaces: one.replaces,
            state: one.state,
            ended: one.ended.map(|(act, reason)| (act.by.name, day(act.on), reason)),
            may_print: line.may_print,
            may_replace: line.may_replace,
            may_revoke: line.may_revoke,
        }
    }
}

/// The register of the own school, or for an authority of the school it chose; of this year when none is given.
#[server(name = GetCertificates, client = Attended, prefix = "/api", endpoint = "certificates")]
pub async fn certificates(school: String, year: String, after: String) -> Result<Certificates, AppError> {
    use chrono::Datelike;
    let actor = actor()?;
    let own = actor.unit.clone().ok_or(AppError::NotFound)?;
    let schools: Vec<(String, String)> = if own.id.is_school() {
        Vec::new()
    } else {
        let below = registry().units_below(&own.id).await?;
        let schools = below.into_iter().filter(|unit| unit.id.is_school());
        schools.map(|unit| (unit.id.to_string(), unit.name)).collect()
    };
    if !own.id.is_school() && school.is_empty() {
        // Leave is asked of the policy even where there is nothing to show yet.
        domain::access::authorise(
            &actor,
            domain::access::Action::ReadLetters,
            &domain::access::Target::Unit(&own.path),
        )
        .map_err(|refusal| AppError::Refused(vec![refusal]))?;
        let year = registry().store.clock.today().year();
        return Ok(Certificates {
            school,
            school_name: own.name,
            schools,
            year,
            years: vec![year, year - 1],
            rows: Vec::new(),
            next: None,
            waiting: Vec::new(),
            may_print: false,
            classes: Vec::new(),
        });
    }
    let school = if school.is_empty() {
        None
    } else {
        Some(school.parse::<domain::id::UnitId>().map_err(|_| AppError::NotFound)?)
    };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().certificates(&actor, school.as_ref(), year.parse().ok(), after).await?;
    let list = registry::printout::AskedPrint::Graduates { year: page.year };
    let prints = page.school == own.id && registry().can_print(&actor, &list).await;
    let classes = if prints { registry().certificate_classes(&actor, page.year).await? } else { Vec::new() };
    Ok(Certificates {
        classes,
        may_print: prints,
        school: page.school.to_string(),
        school_name: page.school_name,
        schools,
        year: page.year,
        years: page.years,
        rows: page.lines.into_iter().map(CertificateRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        waiting: page
            .waiting
            .into_iter()
            .map(|one| WaitingRow {
                case: one.case.to_string(),
                name: one.name,
                class_label: one.class_label,
                outcome: one.completion.outcome,
                number: one.completion.certificate,
                on: day(one.completion.facts.on),
            })
            .collect(),
    })
}

/// One line.
#[server(name = GetCertificate, client = Attended, prefix = "/api", endpoint = "certificate")]
pub async fn certificate(certificate: String) -> Result<CertificateRow, AppError> {
    Ok(registry().certificate(&actor()?, id(&certificate)?).await?.into())
}

/// Issues the certificates of those who are ticked. Who is refused stays in the list with the reason.
#[server(client = Attended, prefix = "/api", endpoint = "issue_certificates")]
pub async fn issue_certificates(
    year: i32,
    #[server(default)] numbering: String,
    #[server(default)] cases: Vec<String>,
) -> Result<(), AppError> {
    use registry::certificate::Numbering;
    let actor = actor()?;
    let numbering = if numbering == "register" { Numbering::Register } else { Numbering::AsEntered };
    let (form, back) = (format!("certificates/{year}"), format!("/certificates?year={year}"));
    let result = async {
        if cases.is_empty() {
            return Err(AppError::Refused(vec![domain::refusal::Refusal::new(
                "cases",
                domain::refusal::Basis::Article(13),
                "还没有选择学生。",
                "请至少选择一名学生。",
            )]));
        }
        let waiting = registry().certificates(&actor, None, Some(year), None).await?.waiting;
        let ids = cases.iter().map(|case| id(case)).collect::<Result<Vec<_>, _>>()?;
        let outcomes = registry().issue_certificates(&actor, &ids, numbering).await?;
        let issued = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
        let wrong: Vec<(String, String)> = outcomes
            .into_iter()
            .filter_map(|(case, outcome)| {
                let name = waiting.iter().find(|one| one.case == case).map(|one| one.name.clone());
                let refusals = outcome.err()?;
                let words: Vec<String> = refusals.iter().map(ToString::to_string).collect();
                Some((String::new(), format!("{}：{}", name.unwrap_or_default(), words.join(""))))
            })
            .collect();
        Ok((issued, wrong))
    };
    match result.await {
        Ok((issued, wrong)) => {
            let words = w::issued(issued);
            keep::say(&form, &words).await?;
            if !wrong.is_empty() {
                keep::put(&form, &FormState { errors: wrong, ..FormState::default() }).await?;
            }
            crate::api::address::lead_to(&back);
            Ok(())
        }
        Err(error) => keep::finish(&form, &back, typed([]), Err(error)).await,
    }
}

/// Replaces a lost certificate and opens the line of the new one.
#[server(client = Attended, prefix = "/api", endpoint = "replace_certificate")]
pub async fn replace_certificate(
    certificate: String,
    #[server(default)] reason: String,
    #[server(default)] number: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("reason", cut(&reason)), ("number", cut(&number))]);
    let result =
        async { Ok(registry().replace_certificate(&actor, id(&certificate)?, &reason, &number).await?) };
    let back = format!("/certificates/{certificate}");
    let form = format!("certificate/{certificate}");
    match result.await {
        Ok(next) => {
            keep::finish(&form, &back, kept, Ok(format!("/certificates/{next}"))).await?;
            keep::say(&format!("certificate/{next}"), w::REPLACED_DONE).await
        }
        Err(error) => keep::finish(&form, &back, kept, Err(error)).await,
    }
}

/// Revokes a certificate.
#[server(client = Attended, prefix = "/api", endpoint = "revoke_certificate")]
pub async fn revoke_certificate(
    certificate: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result = async { Ok(registry().revoke_certificate(&actor, id(&certificate)?, &reason).await?) };
    let result: Result<(), AppError> = result.await;
    let (form, back) = (format!("certificate/{certificate}"), format!("/certificates/{certificate}"));
    keep::finish_saying(
        &form,
        &form,
        &back,
        typed([("reason", cut(&reason))]),
        result.map(|()| back.clone()),
        w::REVOKED_DONE,
    )
    .await
}
