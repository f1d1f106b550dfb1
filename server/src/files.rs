//! Files that people open or download. Each asks the policy like any page; which they are and why they may stands in `egress.rs`.

use crate::egress::EgressPoint;
use crate::router::AppState;
use app::api::session::SessionContext;
use axum::extract::{FromRequestParts, Path, RawQuery, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use domain::access::Actor;
use domain::id::{
    CaseId, DisclosureId, ImportId, PackageId, PersonId, PrintId, ProblemId, ProofId, TakeOverId, ViolationId,
};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use registry::error::Error;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How long a browser keeps a file that is served as it lies there: one whose name tells its content for good, without asking again; any
/// other is asked for each time, and mostly has not changed.
pub(crate) async fn kept(request: Request, next: Next) -> Response {
    let hashed = tells_its_content(request.uri().path());
    let mut response = next.run(request).await;
    let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = match hashed && there {
        true => "public, max-age=31536000, immutable",
        false => "public, max-age=0, must-revalidate",
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// Whether the build put a part of the content's hash into the name: `xueji.0123456789abcdef.js`.
fn tells_its_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let parts: Vec<&str> = name.split('.').collect();
    let [_, hash, _] = parts.as_slice() else { return false };
    hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What answers at a way out; none for those the router answers itself.
pub(crate) fn handler(point: EgressPoint) -> Option<MethodRouter<AppState>> {
    Some(match point {
        EgressPoint::Functions | EgressPoint::Feed | EgressPoint::Appearance | EgressPoint::Language => {
            return None;
        }
        EgressPoint::Template => get(template),
        EgressPoint::Calendar => get(calendar),
        EgressPoint::ImportReport => get(report),
        EgressPoint::ImportRejected => get(rejected),
        EgressPoint::TakeOverReport => get(report_of_take_over),
        EgressPoint::CaseProof => get(proof_of_case),
        EgressPoint::ProblemProof => get(proof_of_problem),
        EgressPoint::ViolationProof => get(evidence_of_violation),
        EgressPoint::UnsentProof => get(unsent_proof),
        EgressPoint::OwnData => get(own_data),
        EgressPoint::ArchiveFile => get(archive_file),
        EgressPoint::ArchiveThumbnail => get(archive_thumbnail),
        EgressPoint::ClassSheet => get(class_sheet),
        EgressPoint::ClassInfo => get(class_info),
        EgressPoint::DisclosureScan => get(scan_of_disclosure),
        EgressPoint::Disclosure => get(disclosure),
        EgressPoint::Package => get(package),
        EgressPoint::Print => {
            get(|state: State<AppState>, by: SignedIn, file: Path<String>| print(state, by, file, false))
        }
        EgressPoint::PrintedList => {
            get(|state: State<AppState>, by: SignedIn, file: Path<String>| print(state, by, file, true))
        }
        EgressPoint::CardKey => get(card_key),
    })
}

/// Who asks; whoever is not signed in is sent to sign in.
struct SignedIn(Actor);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Redirect> {
        let actor = parts.extensions.get::<SessionContext>().and_then(SessionContext::full_actor);
        actor.map(Self).ok_or_else(|| Redirect::to("/sign-in"))
    }
}

/// Who asks, and what the session's drafts are kept under.
struct InSession(Actor, String);

impl<S: Send + Sync> FromRequestParts<S> for InSession {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Redirect> {
        let context = parts.extensions.get::<SessionContext>();
        let found = context.and_then(|context| {
            let session = context.session.as_ref()?;
            Some(Self(context.full_actor()?, session.key.clone()))
        });
        found.ok_or_else(|| Redirect::to("/sign-in"))
    }
}

fn failed(error: &Error) -> Response {
    match error {
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Refused(_) => StatusCode::FORBIDDEN,
        Error::Busy | Error::Halted => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
    .into_response()
}

fn download(bytes: Vec<u8>, kind: &'static str, disposition: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        // A file somebody uploaded must never run as a page of ours.
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        // An address that ends in a file's name is not covered by the rule for pages.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

async fn template(State(state): State<AppState>, SignedIn(actor): SignedIn) -> Response {
    match state.registry.imports().import_template(&actor).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"template.xlsx\""),
        Err(error) => failed(&error),
    }
}

async fn calendar(State(state): State<AppState>, SignedIn(_): SignedIn) -> Response {
    let csv = state.registry.working_days().calendar().to_csv();
    download(csv.into_bytes(), "text/csv; charset=utf-8", "attachment; filename=\"calendar.csv\"")
}

async fn report(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(id): Path<ImportId>,
) -> Response {
    match state.registry.imports().import_report_xlsx(&actor, id).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"report.xlsx\""),
        Err(error) => failed(&error),
    }
}

async fn report_of_take_over(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(id): Path<TakeOverId>,
) -> Response {
    match state.registry.take_overs().take_over_report(&actor, id).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"take-over-report.xlsx\""),
        Err(error) => failed(&error),
    }
}

async fn rejected(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(id): Path<ImportId>,
) -> Response {
    match state.registry.imports().import_rejected_xlsx(&actor, id).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"rejected.xlsx\""),
        Err(error) => failed(&error),
    }
}

async fn proof_of_case(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((case, proof)): Path<(CaseId, ProofId)>,
) -> Response {
    match state.registry.cases().proof_of_case(&actor, case, proof).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

async fn proof_of_problem(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((problem, proof)): Path<(ProblemId, ProofId)>,
) -> Response {
    match state.registry.problems().proof_of_problem(&actor, problem, proof).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

async fn evidence_of_violation(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((violation, proof)): Path<(ViolationId, ProofId)>,
) -> Response {
    match state.registry.violations().evidence_of_violation(&actor, violation, proof).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

async fn scan_of_disclosure(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((disclosure, scan)): Path<(DisclosureId, ProofId)>,
) -> Response {
    match state.registry.disclosures().scan_of_disclosure(&actor, disclosure, scan).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

async fn unsent_proof(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((child, proof)): Path<(PersonId, ProofId)>,
) -> Response {
    match state.registry.proofs().unsent_proof(&actor, child, proof).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

/// What is on record of the own account and children, once the password was asked for again in this session.
async fn own_data(State(state): State<AppState>, InSession(actor, owner): InSession) -> Response {
    match state.registry.guardians().own_data(&actor, &owner).await {
        Ok(bytes) => {
            let name = "attachment; filename=\"xueji-own-data.json\"";
            download(bytes, "application/json; charset=utf-8", name)
        }
        Err(error) => failed(&error),
    }
}

async fn archive_file(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((person, file)): Path<(PersonId, ProofId)>,
) -> Response {
    match state.registry.archives().archive_file(&actor, person, file, false).await {
        Ok((proof, bytes)) => shown(&proof.format, bytes),
        Err(error) => failed(&error),
    }
}

async fn archive_thumbnail(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path((person, file)): Path<(PersonId, ProofId)>,
) -> Response {
    match state.registry.archives().archive_file(&actor, person, file, true).await {
        Ok((_, bytes)) => shown("jpg", bytes),
        Err(error) => failed(&error),
    }
}

async fn class_sheet(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    RawQuery(query): RawQuery,
) -> Response {
    let choice = app::api::archive::class::choice(&query.unwrap_or_default());
    let Some(asked) = app::api::archive::class::asked(&choice) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match state.registry.archives().class_workbook(&actor, &asked).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"class-sheet.xlsx\""),
        Err(error) => failed(&error),
    }
}

async fn class_info(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    RawQuery(query): RawQuery,
) -> Response {
    let choice = app::api::upkeep::choice(&query.unwrap_or_default());
    let Some(asked) = app::api::upkeep::asked(&choice) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match state.registry.upkeep().upkeep_workbook(&actor, &asked).await {
        Ok(bytes) => download(bytes, XLSX, "attachment; filename=\"class-info.xlsx\""),
        Err(error) => failed(&error),
    }
}

/// Each answer is one download of the approval: nothing may keep it or fetch it ahead.
async fn disclosure(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(id): Path<DisclosureId>,
) -> Response {
    match state.registry.disclosures().fetch_disclosure(&actor, id).await {
        Ok((number, bytes)) if registry::population::is_request(&bytes) => {
            let name = format!("attachment; filename=\"{number}.csv\"");
            download(bytes, "text/csv; charset=utf-8", &name)
        }
        Ok((number, bytes)) => download(bytes, XLSX, &format!("attachment; filename=\"{number}.xlsx\"")),
        Err(error) => failed(&error),
    }
}

/// A printed sheet: `{id}.pdf`.
async fn print(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(file): Path<String>,
    of_many: bool,
) -> Response {
    let id = file.strip_suffix(".pdf").and_then(|id| id.parse::<PrintId>().ok());
    let Some(id) = id else { return StatusCode::NOT_FOUND.into_response() };
    let prints = state.registry.prints();
    match prints.is_of_many(&actor, id).await {
        Ok(is_of_many) if is_of_many == of_many => {}
        Ok(_) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    }
    match prints.print_pdf(&actor, id).await {
        Ok(bytes) => download(bytes, "application/pdf", &format!("attachment; filename=\"{id}.pdf\"")),
        Err(error) => failed(&error),
    }
}

/// A sealed archive package; every download is told in the pupil's journal.
async fn package(
    State(state): State<AppState>,
    SignedIn(actor): SignedIn,
    Path(id): Path<PackageId>,
) -> Response {
    match state.registry.packages().fetch_package(&actor, id).await {
        Ok((name, bytes)) => {
            download(bytes, "application/octet-stream", &format!("attachment; filename=\"{name}\""))
        }
        Err(error) => failed(&error),
    }
}

/// The public key with which anybody checks student cards: 64 hexadecimal digits. No secret, and nobody has to sign in.
async fn card_key(State(state): State<AppState>) -> Response {
    let key = registry::printout::card_key(&*state.registry.vault);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{key}\n")).into_response()
}

/// A proof as it is stored: pictures in the page, PDF as a download.
fn shown(format: &str, bytes: Vec<u8>) -> Response {
    match format {
        "png" => download(bytes, "image/png", "inline"),
        "jpg" => download(bytes, "image/jpeg", "inline"),
        _ => download(bytes, "application/pdf", "attachment; filename=\"proof.pdf\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use tower::ServiceExt;

    #[test]
    fn only_a_name_with_a_hash_tells_its_content() {
        for hashed in ["/xueji.0123456789abcdef.js", "/pkg/desk.ffffffffffffffff.wasm"] {
            assert!(tells_its_content(hashed), "{hashed}");
        }
        for plain in [
            "/",
            "/xueji.js",
            "/xueji.0123456789ABCDEF.js",
            "/xueji.0123456789abcde.js",
            "/0123456789abcdef",
            "/0123456789abcdef.js",
            "/fonts/34.woff2",
            "/a.0123456789abcdef.b.js",
        ] {
            assert!(!tells_its_content(plain), "{plain}");
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_kept() {
        let answers = |path: &'static str, status: StatusCode| async move {
            let router = Router::new().fallback(move || async move { status });
            let router = router.layer(axum::middleware::from_fn(kept));
            let request = axum::http::Request::builder().uri(path).body(Body::empty()).unwrap();
            let response = router.oneshot(request).await.unwrap();
            response.headers().get(header::CACHE_CONTROL).unwrap().to_str().unwrap().contains("immutable")
        };
        let hashed = "/xueji.0123456789abcdef.js";
        assert!(answers(hashed, StatusCode::OK).await && answers(hashed, StatusCode::NOT_MODIFIED).await);
        assert!(!answers(hashed, StatusCode::NOT_FOUND).await);
        assert!(!answers("/xueji.js", StatusCode::OK).await);
    }
}
