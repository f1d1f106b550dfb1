//! Consents for optional items, and the yearly report (第二十五条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::privacy as w;
use contract::privacy::{ConsentView, ReportLine};
use domain::privacy::AuditReport;
use leptos::prelude::*;

/// How the consent of a child stands: for its guardians and its school's registrar.
#[server(name = GetConsent, client = Attended, prefix = "/api", endpoint = "consent")]
pub async fn consent(
    /// The pupil.
    person: String,
) -> Result<ConsentView, AppError> {
    Ok(registry().privacy().consent_view(&actor()?, id(&person)?).await?)
}

/// The guardian's own word: `given` or `withdrawn`, after the notice of that version.
#[server(client = Attended, prefix = "/api", endpoint = "give_consent")]
pub async fn give_consent(
    /// The child.
    person: String,
    /// `given` or `withdrawn`.
    word: String,
    /// Version of the notice that was read.
    notice: String,
) -> Result<(), AppError> {
    use domain::privacy::{ConsentCommand, ConsentKind};
    let actor = actor()?;
    let (form, back) = (format!("consent/{person}"), format!("/my/{person}/consent"));
    let kind = ConsentKind::leading_to(&word).ok_or(AppError::NotFound)?;
    let command = ConsentCommand { kind, notice, paper: None };
    let result = registry().privacy().record_consent(&actor, id(&person)?, &command).await;
    let result = result.map(|_| back.clone()).map_err(AppError::from);
    let words = if kind == ConsentKind::Given { w::GAVE } else { w::WITHDREW };
    keep::finish_saying(&form, &form, &back, typed([]), result, words).await
}

/// What a guardian signed on paper, put on record by the school.
#[server(client = Attended, prefix = "/api", endpoint = "record_paper_consent")]
pub async fn record_paper_consent(
    /// The pupil.
    person: String,
    /// `given` or `withdrawn`; empty when none was chosen.
    #[server(default)]
    word: String,
    /// The guardian who signed, as typed.
    guardian: String,
    /// The day of the signature, as typed.
    signed_on: String,
    /// Version of the notice that was signed.
    notice: String,
) -> Result<(), AppError> {
    use domain::privacy::{ConsentCommand, ConsentKind};
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let actor = actor()?;
    let (form, back) = (format!("consent/{person}"), format!("/pupils/{person}/consent"));
    let kept = typed([
        ("word", word.as_str()),
        ("guardian", cut(&guardian)),
        ("signed_on", cut(&signed_on)),
        ("notice", cut(&notice)),
    ]);
    let result = async {
        let kind = ConsentKind::leading_to(&word).ok_or_else(|| {
            let refusal =
                Refusal::new(RefusalCode::Word, Basis::Article(25), w::CHOOSE_WORD, w::CHOOSE_WORD_NEXT);
            AppError::Refused(vec![refusal])
        })?;
        let paper = Some((guardian, domain::form::parse_date(&signed_on)));
        let command = ConsentCommand { kind, notice: notice.trim().to_owned(), paper };
        registry().privacy().record_consent(&actor, id(&person)?, &command).await?;
        Ok(back.clone())
    };
    let result = result.await;
    keep::finish_saying(&form, &form, &back, kept, result, w::RECORDED).await
}

/// The own authority's reports, newest first, and the years one can be made of.
#[server(name = GetAuditReports, client = Attended, prefix = "/api", endpoint = "audit_reports")]
pub async fn audit_reports() -> Result<(Vec<ReportLine>, Vec<i32>), AppError> {
    use chrono::Datelike;
    let reports = registry().privacy().audit_reports(&actor()?).await?;
    let year = registry().store.clock.today().year();
    Ok((reports, vec![year - 1, year]))
}

/// One of them, as it was made.
#[server(name = GetAuditReport, client = Attended, prefix = "/api", endpoint = "audit_report")]
pub async fn audit_report(
    /// Key of the report.
    key: String,
) -> Result<AuditReport, AppError> {
    Ok(registry().privacy().audit_report(&actor()?, &key).await?)
}

/// Makes the report of a year, or opens the one that was made.
#[server(client = Attended, prefix = "/api", endpoint = "make_audit_report")]
pub async fn make_audit_report(
    /// The year it is about.
    year: i32,
) -> Result<(), AppError> {
    let made = registry().privacy().make_audit_report(&actor()?, year).await;
    let result = made.map(|key| format!("/privacy/audit/{key}")).map_err(AppError::from);
    keep::finish("audit_report", "/privacy/audit", typed([("year", &year.to_string())]), result).await
}
