//! One change: what it would do, the leader's decision, the list of archives it moved (移交清单) and the receipts for them.

use super::{hand_over, parts, status_of, withdraw};
use crate::api::form_state::{FormState, form_state};
use crate::api::school::act::{DecideSchoolChange, GoOnWithSchoolChange, ReceiptArchives, WithdrawHandOver};
use crate::api::school::read::{ChangeDetail, handed_schools, school_change};
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::matter::{StepAct, StepForm, StepWords};
use crate::pages::parts::{FormMessages, Load, param, query};
use crate::pages::print_of::{self, Offered};
use crate::text::t::school as w;
use crate::ui::{
    BackLink, Cell, DataTable, Notice, NoticeKind, PageTitle, Progress, Row, RowHeader, Section, StatusTag,
    SummaryList, SummaryRow, columns,
};
use contract::Page;
use contract::school::{ChangeView, HandedLine, MovedLine};
use domain::id::UnitId;
use domain::school::{Change, Site, State};
use leptos::prelude::*;

/// How far the schools of a hand-over are, and whether it is the first page of them.
type Handed = (bool, Page<HandedLine, UnitId>);

/// 一项变动
#[component]
pub fn SchoolChangePage() -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let live = use_live(move || Topic::matter(&id.get()));
    let decide = ServerAction::<DecideSchoolChange>::new();
    let receipt = ServerAction::<ReceiptArchives>::new();
    let printing = ServerAction::<crate::api::print_of::PrintOf>::new();
    let go_on = ServerAction::<GoOnWithSchoolChange>::new();
    let take_back = ServerAction::<WithdrawHandOver>::new();
    let data = Resource::new_blocking(
        move || {
            let acted = (decide.version().get(), receipt.version().get(), go_on.version().get());
            let sent = (acted, printing.version().get(), take_back.version().get());
            (id.get(), after.get(), live.version(), sent)
        },
        |(id, after, ..)| async move {
            let detail = school_change(id.clone()).await?;
            let state = form_state(format!("school_change/{id}")).await?;
            let handed = match detail.view.line.change {
                Change::HandOver { .. } => Some((after.is_empty(), handed_schools(id.clone(), after).await?)),
                _ => None,
            };
            Ok((detail, state, handed, print_of::load("change", id).await?))
        },
    );
    view! {
        <Load data view=move |(detail, state, handed, print): (ChangeDetail, FormState, Option<Handed>, Offered)| {
            let change = &detail.view;
            let line = change.line.clone();
            let label = Some(line.state.label().to_owned());
            let preview = preview(&detail);
            let decision = (change.may_decide || change.may_take_back).then(|| decision(change, &state, decide));
            let running = (line.state == State::Running).then(|| running(change, &state, go_on));
            let ended = line.state == State::Done && line.change.moves_archives();
            let moved = change.moved > 0;
            let nothing = (ended && !moved).then(|| view! { <p>{w::NOTHING_MOVED}</p> });
            let list = (ended && moved).then(|| list(&detail));
            let withdrawal = withdraw::withdrawal(change, &state, take_back);
            let outcome = handed.map(|(first, page)| hand_over::outcome(&line.id.to_string(), first, page));
            let receipts = (ended && moved).then(|| receipts(change, &state, receipt));
            view! {
                <BackLink href="/schools"/>
                <PageTitle title=line.change.label() caption=Some(line.school.clone()) has_errors=state.has_errors()>
                    <StatusTag status=status_of(line.state) label/>
                </PageTitle>
                <FormMessages state/>
                {running}
                {facts(change)}
                {preview}
                {decision}
                {outcome}
                {withdrawal}
                {nothing}
                {receipts}
                {list}
                {print_of::section(&print, printing)}
            }
        }/>
    }
}

/// How far it is, and going on when it was cut off.
fn running(
    change: &ChangeView,
    state: &FormState,
    action: ServerAction<GoOnWithSchoolChange>,
) -> impl IntoView + use<> {
    let many = matches!(change.line.change, Change::HandOver { .. });
    let (label, words) =
        if many { (w::HANDED_PROGRESS, w::HANDED_RUNNING) } else { (w::PROGRESS, w::RUNNING) };
    let bar = change.progress.map(|(moved, total)| {
        let (done, total) = (Signal::stored(moved), Signal::stored(total));
        view! { <Progress id="progress" label done total/> }
    });
    let form = change.may_go_on.then(|| {
        let (about, acts) = (vec![("change", change.line.id.to_string())], vec![StepAct::only(w::GO_ON)]);
        view! { <StepForm action about state=state.clone() acts lead=w::GO_ON_HINT/> }
    });
    view! {
        <Notice kind=NoticeKind::Info><p>{words}</p></Notice>
        <Section id="running" title=label>{bar}{form}</Section>
    }
}

fn preview(detail: &ChangeDetail) -> impl IntoView + use<> {
    let whole = detail.view.line.change.ends_school();
    detail.preview.as_ref().map(|preview| {
        let (verdict, classes) =
            (parts::verdict(preview, w::READY_LEADER, w::WRONG_LEADER), parts::classes(preview, whole));
        let (others, checks) = (parts::others(preview), hand_over::checks(preview));
        view! { <Section id="preview" title=w::PREVIEW>{verdict}{others}{checks}{classes}</Section> }
    })
}

/// What it is, in words: headings and values.
fn told(change: &ChangeView) -> Vec<(&'static str, String)> {
    let name = |unit: &UnitId| change.units.get(unit).cloned().unwrap_or_default();
    let place = |site: &Site| name(site.township.as_ref().unwrap_or(&site.county));
    let mut facts = match &change.line.change {
        Change::Found { name: called, school_type, system, site, .. } => {
            let founded = change.line.change.founded().map(|profile| profile.stages).unwrap_or_default();
            let stages: Vec<&str> = founded.iter().map(|stage| stage.label()).collect();
            let mut facts = vec![
                (w::NAME, called.clone()),
                (w::TYPE, school_type.label().to_owned()),
                (w::STAGES, stages.join("、")),
                (w::SYSTEM, system.label().to_owned()),
            ];
            facts.extend(site.as_ref().map(|site| (w::SITE, place(site))));
            facts
        }
        Change::Relocate { site } => vec![(w::SITE, place(site))],
        Change::Rename { name } => vec![(w::NEW_NAME, name.clone())],
        Change::Reclass { name, school_type, .. } => {
            vec![(w::NEW_NAME, name.clone()), (w::NEW_TYPE, school_type.label().to_owned())]
        }
        Change::Convert { name, to, .. } => {
            let stages: Vec<&str> = to.stages.iter().map(|stage| stage.label()).collect();
            vec![
                (w::NAME, name.clone()),
                (w::TYPE, to.school_type.label().to_owned()),
                (w::STAGES, stages.join("、")),
                (w::SYSTEM, to.system.label().to_owned()),
            ]
        }
        Change::Merge { into, .. } => vec![(w::INTO, name(into))],
        Change::Close { archives, .. } => {
            vec![(w::ARCHIVES_TO, archives.as_ref().map_or_else(|| w::ARCHIVES_HERE.to_owned(), name))]
        }
        Change::Reassign { to } => vec![(w::NEW_AUTHORITY, name(to))],
        Change::HandOver { from, to, schools, on } => vec![
            (w::GIVING, name(from)),
            (w::TAKING, name(to)),
            (w::HANDED, w::schools(schools.len())),
            (w::ON, day(*on)),
        ],
        Change::Revive => Vec::new(),
        Change::FoundUnit { code, name, on } => {
            vec![(w::UNIT_CODE, code.to_string()), (w::UNIT_NAME, name.clone()), (w::ON, day(*on))]
        }
        Change::RenameUnit { name, on } => vec![(w::NEW_NAME, name.clone()), (w::ON, day(*on))],
        Change::EndUnit { on } => vec![(w::ON, day(*on))],
    };
    if let (Change::Reclass { .. }, Some(successor)) = (&change.line.change, &change.successor) {
        facts.push((w::SUCCESSOR, name(successor)));
    }
    facts
}

fn facts(change: &ChangeView) -> impl IntoView + use<> {
    let line = change.line.clone();
    let proposed = w::by_at(&line.proposed_by, &moment(line.proposed_at));
    let own = told(change)
        .into_iter()
        .map(|(term, value)| view! { <SummaryRow term>{value}</SummaryRow> })
        .collect_view();
    let of_unit = line.change.of_unit();
    let (school, term) = if of_unit { (w::UNIT, w::UNIT_CODE) } else { (w::SCHOOL, w::CODE) };
    // A new unit's code is among what was proposed.
    let known = change.school.clone().filter(|_| !matches!(line.change, Change::FoundUnit { .. }));
    let code = known.map(|code| view! { <SummaryRow term>{code.to_string()}</SummaryRow> });
    let act = change.part_of.map(|act| {
        let href = format!("/schools/changes/{act}");
        view! { <SummaryRow term=w::PART_OF><a href=href>{w::PART_OF_LINK}</a></SummaryRow> }
    });
    let decided = change.decided.as_ref().map(|decided| {
        let words = w::by_at(&decided.by, &moment(decided.at));
        view! { <SummaryRow term=w::DECIDED_BY>{words}</SummaryRow> }
    });
    let consents = change
        .consents
        .iter()
        .map(|one| {
            let agreed = one.agreed.as_ref().map(|(by, at)| w::by_at(by, &moment(*at)));
            let approved = one.approved.as_ref().map(|(by, at)| w::by_at(by, &moment(*at)));
            let said = |step: Option<String>| step.unwrap_or_else(|| w::NOT_YET.to_owned());
            let words = w::consent(&said(agreed), &said(approved));
            view! { <SummaryRow term=one.authority.clone()>{words}</SummaryRow> }
        })
        .collect_view();
    let finished = (line.state == State::Done).then(|| {
        let at = change.finished_at.map(moment).unwrap_or_default();
        view! { <SummaryRow term=w::FINISHED>{at}</SummaryRow> }
    });
    let why = change.decided.as_ref().map(|decided| decided.reason.clone()).filter(|why| !why.is_empty());
    let returned = why.map(|why| {
        view! { <Notice kind=NoticeKind::Warn title=Some(w::RETURNED.to_owned())><p>{why}</p></Notice> }
    });
    view! {
        {(line.state == State::Rejected).then_some(returned)}
        <Section id="facts" title=w::FACTS>
            <SummaryList>
                <SummaryRow term=school>{line.school}</SummaryRow>
                {code}
                {own}
                {act}
                <SummaryRow term=w::ACT>{line.act}</SummaryRow>
                <SummaryRow term=w::PROPOSED_BY>{proposed}</SummaryRow>
                {decided}
                {consents}
                {finished}
            </SummaryList>
        </Section>
    }
}

fn decision(
    change: &ChangeView,
    state: &FormState,
    action: ServerAction<DecideSchoolChange>,
) -> impl IntoView + use<> {
    let hint = match change.line.state {
        State::Consulting if change.may_take_back => w::TAKE_BACK_HINT,
        State::Consulting => w::DECIDE_HINT_CONSULTED,
        _ if change.line.change.ends_school() => w::DECIDE_HINT,
        _ if matches!(change.line.change, Change::HandOver { .. }) => w::HANDED_DECIDE,
        _ => w::DECIDE_HINT_OPEN,
    };
    let about =
        |decision: &str| vec![("change", change.line.shown().to_string()), ("decision", decision.to_owned())];
    let agree = change.may_decide.then(|| {
        let acts = vec![StepAct::only(w::AGREE)];
        view! { <StepForm action about=about("agree") state=state.clone() acts/> }
    });
    let words = StepWords::new("reason", w::RETURN_REASON).most(200);
    let (acts, folded) = (vec![StepAct::only(w::RETURN).secondary()], state.error("reason").is_some());
    let (about, state) = (about("return"), state.clone());
    view! {
        <Section id="decide" title=w::DECIDE>
            <p>{hint}</p>
            {agree}
            <StepForm action about state words acts title=w::RETURN folded/>
        </Section>
    }
}

fn receipts(
    change: &ChangeView,
    state: &FormState,
    action: ServerAction<ReceiptArchives>,
) -> impl IntoView + use<> {
    let given =
        change.receipts.iter().map(|(by, at)| view! { <li>{w::by_at(by, &moment(*at))}</li> }).collect_view();
    let given = if change.receipts.is_empty() {
        view! { <p>{w::NO_RECEIPT}</p> }.into_any()
    } else {
        view! { <ul>{given}</ul> }.into_any()
    };
    let form = change.may_receipt.then(|| {
        let (about, acts) =
            (vec![("change", change.line.id.to_string())], vec![StepAct::only(w::RECEIPT_DO)]);
        view! { <StepForm action about state=state.clone() acts lead=w::RECEIPT_HINT/> }
    });
    view! { <Section id="receipts" title=w::RECEIPTS>{given}{form}</Section> }
}

/// The list as it is printed: on A4 and nothing else of the page.
fn list(detail: &ChangeDetail) -> impl IntoView + use<> {
    let change = &detail.view;
    let line = &change.line;
    let printed = detail.printed_by.clone();
    let (count, hash) = (change.moved, change.list_hash.clone());
    let at = change.finished_at.map(moment).unwrap_or_default();
    let rows = detail.moved.iter().cloned().map(row).collect_view();
    let headings = columns([w::PERSON, w::NUMBER, w::BEFORE, w::AFTER, w::PAPER, w::KEEPER]);
    let signed = change
        .receipts
        .iter()
        .map(|(by, at)| view! { <p>{w::RECEIPTS}"："{w::by_at(by, &moment(*at))}</p> })
        .collect_view();
    view! {
        <article class="official-letter sheet" aria-labelledby="list-title">
            <h2 id="list-title" class="official-letter-title">{w::LIST}</h2>
            <p class="official-letter-text">{w::list_head(&line.school, line.change.label(), &line.act)}</p>
            <DataTable caption=w::LIST caption_hidden=true columns=headings dense=true>{rows}</DataTable>
            <SummaryList>
                <SummaryRow term=w::COUNT>{w::pieces(count)}</SummaryRow>
                <SummaryRow term=w::HASH>{hash}</SummaryRow>
                <SummaryRow term=w::FINISHED>{at}</SummaryRow>
            </SummaryList>
            <div class="official-letter-signature">{signed}</div>
            <p class="official-letter-printed">{printed}</p>
        </article>
        <p class="hint official-letter-hint">{w::PRINT}</p>
    }
}

fn row(one: MovedLine) -> impl IntoView {
    let (before, after) = one.classes;
    let after = if after.is_empty() { w::LEFT.to_owned() } else { after };
    let href = format!("/pupils/{}/archive", one.person);
    let paper = one.paper.map_or_else(
        || crate::text::t::paper::KEPT_NO_PAPER.to_owned(),
        |(pieces, pages)| crate::text::t::paper::amount(pieces, pages),
    );
    view! {
        <Row>
            <RowHeader><a href=href>{one.name}</a></RowHeader>
            <Cell label=w::NUMBER>{one.number}</Cell>
            <Cell label=w::BEFORE>{before}</Cell>
            <Cell label=w::AFTER>{after}</Cell>
            <Cell label=w::PAPER>{paper}</Cell>
            <Cell label=w::KEEPER>{one.to}</Cell>
        </Row>
    }
}
