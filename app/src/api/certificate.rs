//! 证书登记簿 (第十三条): the register of a school and year, issuing for a class, replacing a lost certificate, revoking one.

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{FormState, cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
#[cfg(feature = "ssr")]
use crate::text::t::certificate as w;
use contract::certificate::{CertificateLine, CertificatesView};
#[cfg(feature = "ssr")]
use domain::{id::UnitId, refusal::RefusalCode};
use leptos::prelude::*;

/// The register of the own school, or for an authority of the school it chose; of this year when none is given.
#[server(name = GetCertificates, client = Attended, prefix = "/api", endpoint = "certificates")]
pub async fn certificates(
    /// Code of the school; empty for the actor's own, or before an authority has chosen one.
    school: String,
    /// The year; empty for the present one.
    year: String,
    /// The last row of the page before; empty for the first page.
    after: String,
    /// What was typed to find a school; empty for all.
    find: String,
) -> Result<CertificatesView, AppError> {
    let school: Option<UnitId> = if school.is_empty() { None } else { Some(id(&school)?) };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let (actor, year) = (actor()?, year.parse().ok());
    Ok(registry().certificates().certificates_view(&actor, school.as_ref(), year, after, cut(&find)).await?)
}

/// One line.
#[server(name = GetCertificate, client = Attended, prefix = "/api", endpoint = "certificate")]
pub async fn certificate(
    /// The line of the register of certificates.
    certificate: String,
) -> Result<CertificateLine, AppError> {
    Ok(registry().certificates().certificate(&actor()?, id(&certificate)?).await?)
}

/// Issues the certificates of those who are ticked. Who is refused stays in the list with the reason.
#[server(client = Attended, prefix = "/api", endpoint = "issue_certificates")]
pub async fn issue_certificates(
    /// The year of the register.
    year: i32,
    /// `register` for the next numbers of the register; otherwise those that were entered.
    #[server(default)]
    numbering: String,
    /// The approved completions that were ticked.
    #[server(default)]
    cases: Vec<String>,
) -> Result<(), AppError> {
    use registry::certificate::Numbering;
    let actor = actor()?;
    let numbering = if numbering == "register" { Numbering::Register } else { Numbering::AsEntered };
    let (form, back) = (format!("certificates/{year}"), format!("/certificates?year={year}"));
    let result = async {
        if cases.is_empty() {
            return Err(AppError::Refused(vec![domain::refusal::Refusal::new(
                RefusalCode::Cases,
                domain::refusal::Basis::Article(13),
                answer::no_pupils(),
                answer::one_pupil_at_least(),
            )]));
        }
        let waiting =
            registry().certificates().list_certificates(&actor, None, Some(year), None).await?.waiting;
        let ids = cases.iter().map(|case| id(case)).collect::<Result<Vec<_>, _>>()?;
        let outcomes = registry().certificates().issue_certificates(&actor, &ids, numbering).await?;
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
    /// The line of the register of certificates.
    certificate: String,
    /// How it was lost, as typed.
    #[server(default)]
    reason: String,
    /// Number of the new certificate, as typed; empty for the next of the register.
    #[server(default)]
    number: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("reason", cut(&reason)), ("number", cut(&number))]);
    let result = async {
        Ok(registry().certificates().replace_certificate(&actor, id(&certificate)?, &reason, &number).await?)
    };
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
    /// The line of the register of certificates.
    certificate: String,
    /// Why, as typed.
    #[server(default)]
    reason: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let result =
        async { Ok(registry().certificates().revoke_certificate(&actor, id(&certificate)?, &reason).await?) };
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
