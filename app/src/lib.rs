//! 学籍: the one Leptos codebase. Compiled with `ssr` into the server and with `hydrate` into the client.

#![warn(missing_docs)]

pub mod api;
pub mod appearance;
pub mod language;
pub mod live;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod program;
pub mod rooms;
pub mod text;
pub mod ui;

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use pages::*;
use rooms::{Desk, Entry, Oversight, Paper, Pupils, Units};

/// What keeps a page going when its program falls (a translator or an extension had changed the page before it was taken over): what the
/// program listens to would do nothing any more, so it is asked no more, and links, menus and forms go on as plain ones. It runs before the
/// program, so its listeners are asked first. Without comments of its own: every page carries it.
#[cfg(feature = "ssr")]
const PLAIN: &str = include_str!("plain.js");

/// The document around the application. Runs on the server only; sets the content security policy with this page's nonce.
#[cfg(feature = "ssr")]
pub fn shell(program: &program::Program) -> impl IntoView + use<> {
    set_content_security_policy();
    let look = appearance::Appearance::here();
    // What the server says in a header of every answer is said in the page too: a copy of it that lies elsewhere is not listed either.
    let listed = use_context::<http::request::Parts>().is_some_and(|parts| parts.uri.path() == "/");
    let chosen = language::chosen();
    let english = (chosen == language::Language::English).then(|| chosen.key());
    view! {
        <!DOCTYPE html>
        <html
            lang=language::here().tag()
            data-language=english
            data-theme=look.theme.attribute()
            data-density=look.density.attribute()
            data-text=look.text.attribute()
            data-motion=look.motion.attribute()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="description" content=text::t::layout::DESCRIPTION/>
                {(!listed).then(|| view! { <meta name="robots" content="noindex"/> })}
                <meta name="color-scheme" content=look.theme.color_scheme()/>
                {theme_color(look.theme)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icon-180.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=program.address(&program.style)/>
                {made_at()}
                <script nonce=leptos::nonce::use_nonce() inner_html=PLAIN></script>
                <script nonce=leptos::nonce::use_nonce() src="/offline.js" defer=true></script>
                {program.links()}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The colour of the browser's own frame: that of the chosen theme, and without a choice one for each of the system's preferences.
#[cfg(feature = "ssr")]
fn theme_color(theme: appearance::Theme) -> impl IntoView {
    use appearance::Theme;
    let preferred =
        [(Theme::Light, "(prefers-color-scheme: light)"), (Theme::Dark, "(prefers-color-scheme: dark)")];
    let all: Vec<(Theme, Option<&'static str>)> = match theme {
        Theme::System => preferred.into_iter().map(|(theme, media)| (theme, Some(media))).collect(),
        chosen => vec![(chosen, None)],
    };
    let meta = |(theme, media): (Theme, Option<&'static str>)| {
        leptos::html::meta().name("theme-color").content(theme.band()).attr("media", media)
    };
    all.into_iter().map(meta).collect_view()
}

/// Up to which commit everything is in this document: what a page that follows its feed begins from.
#[cfg(feature = "ssr")]
fn made_at() -> Option<impl IntoView> {
    let made = use_context::<http::request::Parts>()?.extensions.get::<api::MadeAt>().copied()?;
    Some(view! { <meta name=api::MADE_AT content=made.0.to_string()/> })
}

/// Scripts only with this page's nonce, styles and images only from here, no frames, no plug-ins. A worker (`public/sw.js`) is no script of
/// the page and has no nonce: it may come from here alone, and runs under the policy of its own answer.
#[cfg(feature = "ssr")]
fn set_content_security_policy() {
    use leptos::nonce::use_nonce;
    let Some(nonce) = use_nonce() else { return };
    let policy = format!(
        "default-src 'none'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
    );
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&policy))
    {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
    }
}

/// The page's program has taken over what the server made: the end-to-end tests wait for this mark. Called in the browser only.
pub fn taken_over() {
    live::follow_forms();
    live::running();
    #[cfg(all(feature = "split", target_family = "wasm"))]
    rooms::fetch_ahead();
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-running", "");
    }
}

/// Every page and its address. Pages are whole documents before they are anything else: `SsrMode::Async` throughout.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("") view=frame::PlainFrame ssr=SsrMode::Async>
                    <Route path=path!("/") view=LandingPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/second-factor") view=SecondFactorPage ssr=SsrMode::Async/>
                    <Route path=path!("/password") view=PasswordPage ssr=SsrMode::Async/>
                    <Route path=path!("/totp") view=TotpEnrolPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=SettingsPage ssr=SsrMode::Async/>
                    <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async/>
                    <Route path=path!("/privacy") view=PrivacyPage ssr=SsrMode::Async/>
                    <Route path=path!("/guide") view=GuidesPage ssr=SsrMode::Async/>
                    <Route path=path!("/guide/:task") view=GuidePage ssr=SsrMode::Async/>
                    <Route path=path!("/regulation") view=RegulationPage ssr=SsrMode::Async/>
                    <Route path=path!("/guardian/recover") view=GuardianRecoverPage ssr=SsrMode::Async/>
                    <Route path=path!("/guardian/sign-up") view=GuardianSignUpPage ssr=SsrMode::Async/>
                    <Route path=path!("/guardian/sign-up/:step") view=GuardianSignUpPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Desk::StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("/home") view=Desk::HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/home/figure") view=Desk::FigurePage ssr=SsrMode::Async/>
                    <Route path=path!("/desk") view=Desk::MattersPage ssr=SsrMode::Async/>
                    <Route path=path!("/desk/many") view=Desk::DeskManyPage ssr=SsrMode::Async/>
                    <Route path=path!("/cases") view=Desk::QueuePage ssr=SsrMode::Async/>
                    <Route path=path!("/cases/print") view=Desk::CasesPrintPage ssr=SsrMode::Async/>
                    <Route path=path!("/cases/:id") view=Desk::CasePage ssr=SsrMode::Async/>
                    <Route path=path!("/cases/:id/mend") view=Entry::MendEntryPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils") view=Pupils::PupilsPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/new") view=Entry::EntryPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/new/steps") view=Entry::EntryStepsPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id") view=Pupils::PupilPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/info") view=Pupils::RecordInfoPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/matters") view=Pupils::RecordMattersPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/timeline") view=Pupils::RecordTimelinePage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/archive") view=Pupils::ArchivePage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/upkeep") view=Pupils::UpkeepPage ssr=SsrMode::Async/>
                    <Route path=path!("/upkeep") view=Pupils::ClassUpkeepPage ssr=SsrMode::Async/>
                    <Route path=path!("/upkeep/move") view=Pupils::MovePage ssr=SsrMode::Async/>
                    <Route path=path!("/archive/class") view=Pupils::ClassArchivePage ssr=SsrMode::Async/>
                    <Route path=path!("/archive/filled") view=Pupils::FilledPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/change/:kind") view=Entry::ChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/correct") view=Pupils::CounterPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/correct/items") view=ChoosePage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/correct/item/:item") view=ItemPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/correct/proof") view=ProofPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/correct/check") view=CheckPage ssr=SsrMode::Async/>
                    <Route path=path!("/cases/:id/change") view=Entry::MendChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/transfers/new") view=Entry::TransferPage ssr=SsrMode::Async/>
                    <Route path=path!("/changes") view=Entry::ChangesHubPage ssr=SsrMode::Async/>
                    <Route path=path!("/progressions/new") view=Entry::ProgressionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/completions") view=Entry::CompletionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/look-after") view=Entry::LookAfterPage ssr=SsrMode::Async/>
                    <Route path=path!("/late") view=Entry::LatePage ssr=SsrMode::Async/>
                    <Route path=path!("/promotion") view=Entry::PromotionPage ssr=SsrMode::Async/>
                    <Route path=path!("/copies") view=Entry::CopiesPage ssr=SsrMode::Async/>
                    <Route path=path!("/copies/:id") view=Entry::CopyPage ssr=SsrMode::Async/>
                    <Route path=path!("/rules") view=Units::RulesPage ssr=SsrMode::Async/>
                    <Route path=path!("/rules/edit") view=Units::RulesEditPage ssr=SsrMode::Async/>
                    <Route path=path!("/rules/check") view=Units::RulesCheckPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/binding") view=Pupils::BindingPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports") view=Entry::ImportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports/new") view=Entry::ImportNewPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports/:id") view=Entry::ImportPage ssr=SsrMode::Async/>
                    <Route path=path!("/imports/:id/rows/:row") view=Entry::ImportRowPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters") view=Paper::LettersPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters/:id") view=Paper::LetterPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters/:id/pieces") view=Paper::DeskPage ssr=SsrMode::Async/>
                    <Route path=path!("/letters/:id/envelope") view=Paper::EnvelopePage ssr=SsrMode::Async/>
                    <Route path=path!("/paper") view=Paper::ShelfPage ssr=SsrMode::Async/>
                    <Route path=path!("/paper/late") view=Paper::LateHandOversPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/paper") view=Paper::DossierPage ssr=SsrMode::Async/>
                    <Route path=path!("/archives/permanent") view=Paper::KeptPage ssr=SsrMode::Async/>
                    <Route path=path!("/prints") view=Paper::PrintsPage ssr=SsrMode::Async/>
                    <Route path=path!("/prints/class") view=Paper::PrintClassPage ssr=SsrMode::Async/>
                    <Route path=path!("/prints/:id") view=Paper::PrintPage ssr=SsrMode::Async/>
                    <Route path=path!("/schools") view=Units::SchoolsPage ssr=SsrMode::Async/>
                    <Route path=path!("/schools/propose") view=Units::ProposePage ssr=SsrMode::Async/>
                    <Route path=path!("/divisions") view=Units::DivisionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/schools/changes/:id") view=Units::SchoolChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/problems") view=Oversight::ProblemsPage ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id") view=Oversight::ProblemPage ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/merge") view=Oversight::MergePage ssr=SsrMode::Async/>
                    <Route path=path!("/violations") view=Oversight::ViolationsPage ssr=SsrMode::Async/>
                    <Route path=path!("/violations/:id") view=Oversight::ViolationPage ssr=SsrMode::Async/>
                    <Route path=path!("/complaints/:id") view=Oversight::ComplaintPage ssr=SsrMode::Async/>
                    <Route path=path!("/certificates") view=Paper::CertificatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/certificates/:id") view=Paper::CertificatePage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews") view=Oversight::ReviewsPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id") view=Oversight::ReviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id/report") view=Oversight::ReviewReportPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id/pupils/:person") view=Oversight::ReviewPupilPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id/schools/:school") view=Oversight::ReviewSchoolPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id/schools/:school/class") view=Oversight::ReviewSheetPage ssr=SsrMode::Async/>
                    <Route path=path!("/reviews/:id/schools/:school/anomalies") view=Oversight::ReviewAnomaliesPage ssr=SsrMode::Async/>
                    <Route path=path!("/disclosures") view=Oversight::DisclosuresPage ssr=SsrMode::Async/>
                    <Route path=path!("/disclosures/new") view=Oversight::DisclosureNewPage ssr=SsrMode::Async/>
                    <Route path=path!("/disclosures/register") view=Oversight::DisclosureRegisterPage ssr=SsrMode::Async/>
                    <Route path=path!("/disclosures/:id") view=Oversight::DisclosurePage ssr=SsrMode::Async/>
                    <Route path=path!("/access") view=Units::AccessPage ssr=SsrMode::Async/>
                    <Route path=path!("/access/units") view=Units::UnitJournalPage ssr=SsrMode::Async/>
                    <Route path=path!("/access/alarms/:id") view=Units::InquiryPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/access") view=Pupils::PupilLooksPage ssr=SsrMode::Async/>
                    <Route path=path!("/pupils/:id/consent") view=Pupils::PupilConsentPage ssr=SsrMode::Async/>
                    <Route path=path!("/privacy/audit") view=Units::AuditReportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/privacy/audit/:key") view=Units::AuditReportPage ssr=SsrMode::Async/>
                    <Route path=path!("/packages") view=Paper::PackagesPage ssr=SsrMode::Async/>
                    <Route path=path!("/packages/directory") view=Paper::DirectoryPage ssr=SsrMode::Async/>
                    <Route path=path!("/packages/:id") view=Paper::PackagePage ssr=SsrMode::Async/>
                    <Route path=path!("/compare") view=Oversight::ComparePage ssr=SsrMode::Async/>
                    <Route path=path!("/compare/flows") view=Oversight::FlowsPage ssr=SsrMode::Async/>
                    <Route path=path!("/warnings") view=Oversight::WarningsPage ssr=SsrMode::Async/>
                    <Route path=path!("/warnings/digest") view=Oversight::DigestPage ssr=SsrMode::Async/>
                    <Route path=path!("/warnings/:id") view=Oversight::WarningPage ssr=SsrMode::Async/>
                    <Route path=path!("/registrars") view=Units::RegistrarsPage ssr=SsrMode::Async/>
                    <Route path=path!("/registrars/:id") view=Units::RegistrarPage ssr=SsrMode::Async/>
                    <Route path=path!("/registrars/hand-over/:id") view=Units::HandOverPage ssr=SsrMode::Async/>
                    <Route path=path!("/background") view=Units::BackgroundPage ssr=SsrMode::Async/>
                    <Route path=path!("/take-over") view=Units::TakeOversPage ssr=SsrMode::Async/>
                    <Route path=path!("/take-over/new") view=Units::TakeOverNewPage ssr=SsrMode::Async/>
                    <Route path=path!("/take-over/:id") view=Units::TakeOverPage ssr=SsrMode::Async/>
                    <Route path=path!("/calendar") view=Units::CalendarPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts") view=Units::AccountsPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/slip") view=Units::SlipPage ssr=SsrMode::Async/>
                    <Route path=path!("/design") view=Units::DesignPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/my") view=frame::GuardianFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=MyChildrenPage ssr=SsrMode::Async/>
                    <Route path=path!("/add") view=AddChildPage ssr=SsrMode::Async/>
                    <Route path=path!("/add/numbers") view=AddChildByNumbersPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=MyAccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/account/phone") view=MoveTelephonePage ssr=SsrMode::Async/>
                    <Route path=path!("/account/data") view=OwnDataPage ssr=SsrMode::Async/>
                    <Route path=path!("/account/close") view=CloseAccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/account/child/:id") view=LeaveChildPage ssr=SsrMode::Async/>
                    <Route path=path!("/case/:id") view=MyCasePage ssr=SsrMode::Async/>
                    <Route path=path!("/:id") view=MyChildPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/archive") view=MyArchivePage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/review") view=MyReviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/consent") view=MyConsentPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/access") view=MyChildLooksPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/ask/:kind") view=AskChangePage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/ask/:kind/question/:question") view=AskQuestionPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/ask/:kind/proof") view=AskProofPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/ask/:kind/check") view=AskCheckPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/correct") view=ChoosePage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/correct/item/:item") view=ItemPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/correct/proof") view=ProofPage ssr=SsrMode::Async/>
                    <Route path=path!("/:id/correct/check") view=CheckPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
