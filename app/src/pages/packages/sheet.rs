//! One package: who hands what to whom and on what basis, its signature, what may be done.

use super::{inside, status_of};
use crate::api::day;
use crate::api::form_state::{FormState, form_state};
use crate::api::package::act::{ContinuePackage, DecidePackage};
use crate::api::package::read::package;
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::package as w;
use crate::ui::{Actions, BackLink, LinkButton, PageTitle, Section, StatusTag, SummaryList, SummaryRow};
use contract::package::PackageView;
use contract::{Said, Signed};
use leptos::prelude::*;

/// What the forms send.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    decide: ServerAction<DecidePackage>,
    pub(super) go_on: ServerAction<ContinuePackage>,
}

/// 一个学籍档案包
#[component]
pub fn PackagePage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::matter(&id.get()));
    let acts = Acts { decide: ServerAction::new(), go_on: ServerAction::new() };
    let data = Resource::new_blocking(
        move || (id.get(), acts.decide.version().get(), acts.go_on.version().get(), live.version()),
        |(id, ..)| async move {
            let detail = package(id.clone()).await?;
            let done = form_state(format!("package/{id}")).await?;
            Ok((detail, done, form_state(format!("package_step/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(detail, done, state): (PackageView, FormState, FormState)| {
            let row = detail.line().clone();
            let back = match &detail {
                PackageView::Received(_) => "/packages?box=received",
                PackageView::Made(_) => "/packages",
            };
            let caption = format!("{} {}", w::TITLE, row.number);
            let facts = facts(&detail);
            let inside = match &detail {
                PackageView::Received(view) => inside::inside(view, &state, acts),
                PackageView::Made(_) => None,
            };
            let forms = forms(&detail, &state, acts);
            view! {
                <BackLink href=back/>
                <PageTitle title=row.name caption=Some(caption) has_errors=state.has_errors()>
                    <StatusTag status=status_of(&row.state) label=Some(row.state_label)/>
                </PageTitle>
                <FormMessages state=done/>
                <FormMessages state/>
                {facts}
                {inside}
                {forms}
            }
        }/>
    }
}

/// Label and value, in the order in which they are shown.
pub(super) type Facts = Vec<(String, String)>;

/// Facts in rows.
pub(super) fn rows(facts: &Facts) -> impl IntoView + use<> {
    facts.iter().cloned().map(|(term, words)| view! { <SummaryRow term>{words}</SummaryRow> }).collect_view()
}

/// Who did it, and when.
fn by(signed: &Signed) -> String {
    format!("{}，{}", signed.by, day(signed.on))
}

fn decided(facts: &mut Facts, label: &str, said: Option<&Said>) {
    if let Some(Said { by, on, words }) = said {
        let words = if words.is_empty() { String::new() } else { format!("：{words}") };
        facts.push((label.to_owned(), format!("{by}，{}{words}", day(*on))));
    }
}

/// Who hands over, on what it rests, who did what.
fn told(view: &PackageView) -> Facts {
    let basis = view.basis();
    let mut facts = vec![
        (w::FROM.to_owned(), basis.from.clone()),
        (w::TO.to_owned(), format!("{}（{}）", basis.to, basis.to_unit)),
        (w::BASIS.to_owned(), w::basis(basis.kind.label(), &basis.case_number, &day(basis.decided_on))),
    ];
    match view {
        PackageView::Made(view) => {
            facts.push((w::ASKED.to_owned(), by(&view.asked)));
            decided(&mut facts, w::DECIDED, view.decided.as_ref());
            if let Some(made) = &view.made {
                facts.push((w::SIZE.to_owned(), w::size(made.files, made.bytes)));
                facts.push((w::SHA256.to_owned(), made.sha256.clone()));
                facts.push((w::EXPIRES.to_owned(), day(made.expires_on)));
            }
        }
        PackageView::Received(view) => {
            facts.push((w::UPLOADED.to_owned(), by(&view.uploaded)));
            facts.extend(view.directory.clone().map(|system| (w::BY_DIRECTORY.to_owned(), system)));
            decided(&mut facts, w::RETURNED, view.returned.as_ref());
            decided(&mut facts, w::ACCEPTED, view.decided.as_ref());
        }
    }
    facts
}

fn facts(view: &PackageView) -> impl IntoView + use<> {
    let lines = rows(&told(view));
    let (proof, fetched) = match view {
        PackageView::Made(view) => {
            let proof = view.made.as_ref().map(|made| (made.entries, &made.head, &made.fingerprint));
            (proof, &view.fetched[..])
        }
        PackageView::Received(view) => (Some((view.entries, &view.head, &view.fingerprint)), &[][..]),
    };
    let received = matches!(view, PackageView::Received(_));
    let proof = proof.map(|(entries, head, fingerprint)| {
        let holds = received.then(|| view! { <p class="hint">{w::SIGNATURE_HOLDS}</p> });
        let (head, fingerprint) = (w::journal_head(entries, head), fingerprint.clone());
        view! {
            <SummaryRow term=w::FINGERPRINT><code>{fingerprint}</code>{holds}</SummaryRow>
            <SummaryRow term=w::JOURNAL_HEAD>{head}</SummaryRow>
        }
    });
    let fetched = (!fetched.is_empty()).then(|| {
        let told: Vec<String> = fetched.iter().map(|one| format!("{} {}", day(one.on), one.by)).collect();
        view! { <SummaryRow term=w::FETCHED>{told.join("；")}</SummaryRow> }
    });
    view! {
        <Section id="facts" title=w::FACTS>
            <SummaryList>{lines}{proof}{fetched}</SummaryList>
        </Section>
    }
}

fn forms(detail: &PackageView, state: &FormState, acts: Acts) -> impl IntoView + use<> {
    let id = detail.line().shown().to_string();
    match detail {
        PackageView::Made(view) if view.may_fetch => {
            let href = format!("/files/packages/{id}");
            view! {
                <Section id="do" title=w::DO>
                    <p>{w::FETCH_HINT}</p>
                    <Actions><LinkButton href=href.clone() external=true>{w::FETCH}</LinkButton></Actions>
                </Section>
            }
            .into_any()
        }
        PackageView::Made(view) if view.may_release => {
            let refuse = StepAct::new("refuse", w::REFUSE).secondary();
            decide(id, state, acts, w::RELEASE_HINT, vec![StepAct::new("release", w::RELEASE), refuse])
        }
        PackageView::Received(view) if view.may_accept => {
            let back = StepAct::new("return", w::RETURN).secondary();
            let decline = StepAct::new("decline", w::DECLINE).secondary();
            decide(id, state, acts, "", vec![StepAct::new("accept", w::ACCEPT), back, decline])
        }
        PackageView::Made(_) | PackageView::Received(_) => ().into_any(),
    }
}

fn decide(id: String, state: &FormState, acts: Acts, lead: &'static str, steps: Vec<StepAct>) -> AnyView {
    let words = StepWords::new("words", w::WORDS).hint(w::WORDS_HINT).rows(2).optional();
    view! {
        <StepForm
            action=acts.decide
            about=vec![("package", id)]
            state=state.clone()
            words
            acts=steps
            title=w::DO
            lead
        />
    }
    .into_any()
}
