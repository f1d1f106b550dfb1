//! Scans of documents with a change, and the suspension for which a guardian applies on the portal (第十九条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, id, registry};
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use domain::refusal::RefusalCode;
use leptos::prelude::*;
use server_fn::codec::{MultipartData, MultipartFormData};

/// Adds a scan to a change that the actor's side opened.
#[server(client = Attended, prefix = "/api", endpoint = "add_scan", input = MultipartFormData)]
pub async fn add_scan(
    /// The form: case and scan.
    data: MultipartData,
) -> Result<(), AppError> {
    use domain::case::correction::ProofKind;
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let (case, kind) = (parts.text("case"), parts.text("kind"));
    let back = format!("/cases/{case}");
    let file = parts.wanted_file("还没有选择文件。", "请选择扫描的图片或 PDF 文件。");
    let result = match (ProofKind::from_key(&kind), file) {
        (None, _) => Err(read::refused(RefusalCode::Kind, "还没有选择材料种类。", "请选择这份材料是什么。")),
        (_, Err(wrong)) => Err(wrong),
        (Some(kind), Ok((name, bytes))) => {
            let upload = registry::case::Upload { kind, name, bytes };
            let added = registry().cases().add_scan(&actor, id(&case)?, upload).await;
            added
                .map(|()| back.clone())
                .map_err(|error| crate::api::session::by_field(AppError::from(error), "file"))
        }
    };
    keep::finish(&format!("scan/{case}"), &back, typed([("kind", kind.as_str())]), result).await
}

/// Applies for a child's suspension, or for making one longer.
#[server(client = Attended, prefix = "/api", endpoint = "ask_suspension", input = MultipartFormData)]
pub async fn ask_suspension(
    /// The form: child, the form and a scan.
    data: MultipartData,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut parts = crate::api::upload::parts(data).await?;
    let (person, kind) = (parts.text("person"), parts.text("kind"));
    let fields = ["on", "until", "suspension_ground", "note", "declared"];
    let mut kept: std::collections::BTreeMap<String, String> = fields
        .iter()
        .map(|field| ((*field).to_owned(), parts.text(field).chars().take(500).collect()))
        .collect();
    // A file cannot be kept; the key makes what is wrong with it stand beside its control.
    kept.insert("file".into(), String::new());
    let result = async {
        let (payload, upload) = read::asked(&kind, &kept, parts.file()?)?;
        let asked = registry().cases().ask_change(&actor, id(&person)?, &payload, upload).await;
        let case = asked.map_err(|error| read::beside_file(error.into()))?;
        Ok(format!("/my/case/{case}?sent=1"))
    }
    .await;
    let back = format!("/my/{person}/ask/{kind}");
    keep::finish(&format!("ask/{person}/{kind}"), &back, kept, result).await
}

#[cfg(feature = "ssr")]
mod read {
    use crate::api::AppError;
    use domain::case::change::{Facts, Paper};
    use domain::case::correction::ProofKind;
    use domain::case::extension::Extension;
    use domain::case::suspension::{Suspension, SuspensionGround};
    use domain::case::{CaseKind, Payload};
    use domain::refusal::{Basis, Refusal, RefusalCode};
    use registry::case::Upload;
    use std::collections::BTreeMap;

    type Read = (Payload, Option<Upload>);

    pub(super) fn asked(
        kind: &str,
        typed: &BTreeMap<String, String>,
        file: Option<(String, Vec<u8>)>,
    ) -> Result<Read, AppError> {
        let text = |key: &str| typed.get(key).map(|text| domain::text::words(text).text).unwrap_or_default();
        let mut wrong = Vec::new();
        let mut date = |key: &str| {
            domain::form::parse_date(&text(key)).unwrap_or_else(|| {
                let what = "没有填写日期，或不是有效的日期。";
                wrong.push(refusal(RefusalCode::named(key), what, "请按 2026-09-01 的样式填写。"));
                chrono::NaiveDate::default()
            })
        };
        let (on, until) = (date("on"), date("until"));
        // The application is this form itself; a file is what proves the ground: for an extension what the hospital gave.
        let facts = |proof: Paper| {
            let papers = [Paper::Application].into_iter().chain(file.as_ref().map(|_| proof)).collect();
            Facts { on, papers, note: text("note") }
        };
        let payload = match CaseKind::from_key(kind) {
            Some(CaseKind::Suspension) => {
                let ground = SuspensionGround::from_key(&text("suspension_ground")).unwrap_or_else(|| {
                    wrong.push(refusal(RefusalCode::SuspensionGround, "还没有选择原因。", "请选择一项。"));
                    SuspensionGround::Other
                });
                Payload::Suspension(Suspension { facts: facts(ground.proof()), until, ground })
            }
            Some(CaseKind::Extension) => {
                Payload::Extension(Extension { facts: facts(Paper::HospitalRecord), until })
            }
            _ => return Err(AppError::NotFound),
        };
        if text("declared") != "true" {
            wrong.push(refusal(RefusalCode::Declared, "请确认所填内容和材料真实。", "勾选后再提交。"));
        }
        if !wrong.is_empty() {
            return Err(AppError::Refused(wrong));
        }
        let upload = file.map(|(name, bytes)| Upload { kind: ProofKind::HospitalRecord, name, bytes });
        Ok((payload, upload))
    }

    /// What a school would call a document that was not sighted is here a file that was not chosen.
    pub(super) fn beside_file(error: AppError) -> AppError {
        let AppError::Refused(refusals) = error else { return error };
        let told = |one: Refusal| match one.code {
            RefusalCode::Papers => refusal(
                RefusalCode::File,
                "需要证明休学原因的材料；因病休学的，需要医院的诊断或病历材料。",
                "请拍照或选择文件后再提交。",
            ),
            RefusalCode::BadFile => one.beside("file"),
            _ => one,
        };
        AppError::Refused(refusals.into_iter().map(told).collect())
    }

    pub(super) fn refused(code: RefusalCode, what: &str, remedy: &str) -> AppError {
        AppError::Refused(vec![refusal(code, what, remedy)])
    }

    fn refusal(code: RefusalCode, what: &str, remedy: &str) -> Refusal {
        Refusal::new(code, Basis::Procedure, what, remedy)
    }
}
