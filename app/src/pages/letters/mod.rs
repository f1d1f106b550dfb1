//! 公文往来: what came and what was sent, and what is told once a term (第十五条, 第十八条, 第二十二条).

pub mod forms;
pub mod sheet;

pub use sheet::LetterPage;

use crate::api::form_state::{FormState, form_state};
use crate::api::letter::{DraftTermNotice, HandOverHukou, Letters, letters};
use crate::api::tables::{ListTools, shown_by};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList, deadline};
use crate::pages::parts::{FormMessages, Load, query};
use crate::pages::tools::{ToolActions, Toolbar};
use crate::text::t::letter as w;
use crate::ui::{
    ActionForm, Button, ButtonKind, Choice, NavItem, PageTitle, Section, SelectField, Status, StatusTag,
};
use contract::letter::LetterLine;
use domain::letter::LetterState;
use domain::matter::MatterKind;
use domain::tables::List;
use leptos::prelude::*;

/// 公文往来
#[component]
pub fn LettersPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, after) = (query("box"), query("after"));
    let notice = ServerAction::<DraftTermNotice>::new();
    let hand_over = ServerAction::<HandOverHukou>::new();
    let actions = ToolActions::new();
    let data = Resource::new_blocking(
        move || {
            let sent = (notice.version().get(), hand_over.version().get(), actions.version());
            (which.get(), after.get(), live.version(), sent)
        },
        |(which, after, ..)| async move {
            let found = letters(which.clone(), after.clone()).await?;
            let tools = shown_by(List::Letters, [("box", which.as_str())]).await?;
            Ok((which, after.is_empty(), found, tools, form_state("letters".into()).await?))
        },
    );
    view! {
        <Load data view=move |(which, first, found, tools, state): (String, bool, Letters, ListTools, FormState)| {
            let (here, caption, none) = match which.as_str() {
                "inbox" => ("/letters?box=inbox", w::INBOX, w::NONE_IN),
                "outbox" => ("/letters?box=outbox", w::OUTBOX, w::NONE_OUT),
                _ => ("/letters", w::ALL, w::NONE_ALL),
            };
            let prev = (!first).then(|| here.to_owned());
            let next = found.page.next.as_ref().map(|after| {
                let mark = if here.contains('?') { '&' } else { '?' };
                format!("{here}{mark}after={after}")
            });
            let toolbar = Some(Toolbar { tools, back: here.to_owned(), actions });
            let duties = duties(&found, &state, notice, hand_over);
            view! {
                <PageTitle title=w::TITLE has_errors=state.has_errors()/>
                <p class="lead">{w::LEAD}</p>
                <p><a href="/schools">{crate::text::t::school::LETTERS_LINK}</a></p>
                <FormMessages state/>
                <MatterList
                    caption
                    columns=columns()
                    rows=found.page.rows
                    none
                    none_next=w::NONE_NEXT
                    kind=MatterKind::Letter
                    boxes=boxes()
                    here
                    prev
                    next
                    toolbar
                />
                {duties}
            }
        }/>
    }
}

fn boxes() -> Vec<NavItem> {
    vec![
        NavItem::new("/letters", w::ALL),
        NavItem::new("/letters?box=inbox", w::INBOX),
        NavItem::new("/letters?box=outbox", w::OUTBOX),
    ]
}

/// The tag of a letter's state.
pub(crate) fn status_of(state: LetterState) -> Status {
    match state {
        LetterState::Owed => Status::Waiting,
        LetterState::Drafted | LetterState::Signed => Status::InProgress,
        LetterState::Received => Status::Done,
        LetterState::Cancelled => Status::Withdrawn,
    }
}

impl Listed for LetterLine {
    fn href(&self) -> String {
        format!("/letters/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }
}

fn columns() -> Vec<MatterColumn<LetterLine>> {
    vec![
        MatterColumn::new(w::KIND, |row| row.kind.label().into_any()),
        MatterColumn::new(w::ABOUT, |row| row.about.clone().into_any()),
        MatterColumn::new(w::FROM, |row| row.from.clone().into_any()),
        MatterColumn::new(w::TO, |row| row.to.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state.label().to_owned());
            view! { <StatusTag status=status_of(row.state) label/> }.into_any()
        }),
        MatterColumn::new(w::DUE, |row| deadline(row.due_on, row.days_left)),
    ]
}

/// What the unit has to tell once a term.
fn duties(
    found: &Letters,
    state: &FormState,
    notice: ServerAction<DraftTermNotice>,
    hand_over: ServerAction<HandOverHukou>,
) -> impl IntoView + use<> {
    let terms = || {
        let options = found.terms.iter().map(|(key, words)| Choice::new(key.clone(), words.clone()));
        let first = found.terms.first().map(|(key, _)| key.clone()).unwrap_or_default();
        let value = state.value_or("term", &first);
        view! {
            <SelectField name="term" label=w::TERM options=options.collect() value error=state.error("term")/>
        }
    };
    let notice = found.notice.then(|| {
        let fields = terms();
        view! {
            <Section id="notice" title=w::NOTICE>
                <p>{w::NOTICE_LEAD}</p>
                <ActionForm action=notice attr:class="filters">
                    {fields}
                    <Button kind=ButtonKind::Secondary>{w::NOTICE_MAKE}</Button>
                </ActionForm>
            </Section>
        }
    });
    let hand_overs = found.hand_overs.then(|| {
        let fields = terms();
        view! {
            <Section id="hand-overs" title=w::HAND_OVERS>
                <p>{w::HAND_OVERS_LEAD}</p>
                <p><a href="/archives/permanent#followed">{crate::text::t::paper::FOLLOWED}</a></p>
                <ActionForm action=hand_over attr:class="filters">
                    {fields}
                    <Button kind=ButtonKind::Secondary>{w::HAND_OVERS_MAKE}</Button>
                </ActionForm>
            </Section>
        }
    });
    view! { {notice}{hand_overs} }
}
