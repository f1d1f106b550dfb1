//! Entering one child by form, and mending a returned entry: the 72 items, block by block.

use crate::api::confirm::CONFIRMED;
use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::enter::{EnterPupil, MendPupil, SAME, entering_school, returned_pupil};
use crate::pages::archive::control::control;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{Confirm, FormMessages, ItemField, Load, name_of, param, query, renamed};
use crate::text::t::{case, common, forms, pupil as w};
use crate::ui::{
    ActionForm, Actions, Button, DateField, DraftState, Notice, NoticeKind, PageTitle, SameAs, Section,
    TextField, field_id, keyed,
};
use chrono::Days;
use domain::archive::Column;
use domain::case::CaseKind;
use domain::codes::Kinship;
use domain::form::{Asked, Block, Field, GUARDIAN_WHY, Guardianship, asked};
use domain::guide::Task;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Days within which a child that is entered has come, today among them.
const ENTERED_WITHIN: Days = Days::new(399);

/// 录入一名学生
#[component]
pub fn EntryPage() -> impl IntoView {
    let action = ServerAction::<EnterPupil>::new();
    let guardian = query("guardian");
    let data = Resource::new_blocking(
        move || (guardian.get(), action.version().get()),
        |(guardian, _)| async move { Ok((guardian, entering_school().await?, form_state("enter".into()).await?)) },
    );
    view! {
        <Load data view=move |(guardian, (school, extras), state): (String, (String, Vec<Column>), FormState)| {
            let has_errors = state.has_errors();
            let extras = (!extras.is_empty()).then(|| own_items(&extras, &state));
            view! {
                <PageTitle title=w::ENTER_TITLE caption=Some(school) has_errors>
                    <GuideLink task=Task::Case(CaseKind::Registration)/>
                </PageTitle>
                <p class="lead">{w::ENTER_LEAD}" "<a href="/pupils/new/steps">{w::BY_STEPS}</a></p>
                <FormMessages state=renamed(&state)/>
                {guardians(&guardian)}
                <ActionForm action attr:novalidate=true>
                    <Fields state=state.clone() chosen=Guardianship::from_key(&guardian)/>
                    {extras}
                    <Confirm state name=name_of(CONFIRMED)/>
                    <DraftState form="enter" whole=true/>
                    <Actions><Button>{w::ENTER_SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

/// 补正学籍信息
#[component]
pub fn MendEntryPage() -> impl IntoView {
    let action = ServerAction::<MendPupil>::new();
    let id = param("id");
    let data = Resource::new_blocking(
        move || (id.get(), action.version().get()),
        |(id, _)| async move {
            let returned = returned_pupil(id.clone()).await?;
            Ok((id.clone(), returned, form_state(format!("mend/{id}")).await?))
        },
    );
    view! {
        <Load data view=move |(id, (on_record, reason, extras), state)| {
            // What was typed a moment ago goes before what is on record.
            let values = if state.values.is_empty() { on_record } else { state.values.clone() };
            let state = FormState { values, ..state };
            let has_errors = state.has_errors();
            let extras = (!extras.is_empty()).then(|| own_items(&extras, &state));
            view! {
                <PageTitle title=w::MEND_TITLE has_errors/>
                <Notice kind=NoticeKind::Warn title=Some(case::RETURNED_BECAUSE.to_owned())><p>{reason}</p></Notice>
                <FormMessages state=renamed(&state)/>
                <ActionForm action attr:novalidate=true>
                    <input type="hidden" name="case" value=id/>
                    <Fields state=state.clone() chosen=None/>
                    {extras}
                    <Confirm state name=name_of(CONFIRMED)/>
                    <Actions><Button>{w::MEND_SUBMIT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

/// What the province adds to the form (第七条第七项).
pub(super) fn own_items(columns: &[Column], state: &FormState) -> impl IntoView + use<> {
    let items = keyed(
        columns.iter(),
        |column| column.key.clone(),
        |column| {
            let key = format!("extra_{}", column.key);
            control(column, name_of(&key), state.value(&key), state.error(&key))
        },
    );
    view! { <Section id="extras" title=w::EXTRAS><div class="form-grid">{items}</div></Section> }
}

/// Who has the care of the child, asked first: each answer is the same page with the items that it asks for.
fn guardians(chosen: &str) -> impl IntoView + use<> {
    let chosen = Guardianship::from_key(chosen).unwrap_or(Guardianship::Person);
    let cases = keyed(
        Guardianship::ALL,
        |case| case.key(),
        |case| {
            // The page is loaded anew: what is asked for is another form.
            let href = format!("/pupils/new?guardian={}", case.key());
            let current = (case == chosen).then_some("page");
            view! {
                <li>
                    <a href=href rel="external" aria-current=current>{case.label()}</a>
                    <p class="hint">{case.told()}</p>
                </li>
            }
        },
    );
    view! {
        <Section id="guardians" title=w::GUARDIANS>
            <p>{GUARDIAN_WHY}</p>
            <ul class="stack">{cases}</ul>
        </Section>
    }
}

/// The form as it is drawn: what stands in it, and what each of the two entries for members of the family asks for.
pub(super) struct Drawn {
    state: FormState,
    typed: BTreeMap<Field, String>,
    entries: [Guardianship; 2],
}

impl Drawn {
    /// What was typed says who the guardian is; before that, what was chosen.
    pub(super) fn new(mut state: FormState, chosen: Option<Guardianship>) -> Self {
        let blank = state.values.is_empty();
        if blank && chosen == Some(Guardianship::Institution) {
            state.values.insert(Field::Member1Kinship.key().into(), Kinship::NotKin.code().into());
            state.values.insert(Field::Member1Guardian.key().into(), "1".into());
        }
        let typed: BTreeMap<Field, String> = state
            .values
            .iter()
            .filter_map(|(key, value)| Some((Field::from_key(key)?, value.clone())))
            .collect();
        let said = [Block::Member1, Block::Member2].map(|block| Guardianship::of(block, &typed));
        let entries = match chosen.filter(|_| blank) {
            Some(Guardianship::Nobody) => said,
            // Beside an institution or somebody abroad there may be another, who is none.
            Some(first) => [first, Guardianship::Person],
            None => match said {
                [first, Guardianship::Nobody] => [first, Guardianship::Person],
                both => both,
            },
        };
        Self { state, typed, entries }
    }

    /// Whose entry an item belongs to.
    fn entry(&self, block: Block) -> Option<Guardianship> {
        match block {
            Block::Member1 => Some(self.entries[0]),
            Block::Member2 => Some(self.entries[1]),
            _ => None,
        }
    }

    /// Whether an item is drawn: those that say nothing of this guardian are not, unless something stands there.
    pub(super) fn draws(&self, item: Field) -> bool {
        let asked = self.entry(item.block()).and_then(|entry| entry.asks(item));
        item.is_importable() && (asked != Some(Asked::LeftOut) || !self.state.value(item.key()).is_empty())
    }

    pub(super) fn item(&self, item: Field) -> impl IntoView + use<> {
        let key = item.key();
        let entry = self.entry(item.block());
        // The second entry may stay empty: nothing in it has to be filled until something is. Of the others the form says it, by what
        // was typed: 户口 where there is one.
        let required = match item.block() {
            Block::Member2 => false,
            _ => match entry.and_then(|entry| entry.asks(item)) {
                Some(asked) => asked == Asked::Required,
                None => asked(item, &self.typed),
            },
        };
        let label = format!("{}. {}", item.number(), item.label());
        let label = match entry.and_then(|entry| entry.calls(item)) {
            Some(called) => format!("{label}（{called}）"),
            None => label,
        };
        let field = view! {
            <ItemField
                item
                name=name_of(key)
                label
                value=self.state.value(key)
                error=self.state.error(key)
                required=Some(required)
                places=self.state.places(key)
                today=self.state.today
            />
        };
        // Who lives abroad does not live with the child.
        match item.same_label().filter(|_| entry != Some(Guardianship::Abroad)) {
            Some(same) => {
                let box_of = format!("{SAME}{key}");
                let checked = self.state.value(&box_of) == "1";
                view! { <SameAs name=name_of(&box_of) label=same checked>{field}</SameAs> }.into_any()
            }
            None => field.into_any(),
        }
    }

    fn block(&self, block: Block) -> impl IntoView + use<> {
        let of_block =
            Field::ALL.iter().copied().filter(|field| field.block() == block && self.draws(*field));
        let items = keyed(of_block, |item| item.key(), |item| self.item(item));
        let told = match (block, self.entry(block)) {
            (Block::Member2, _) => Some(Guardianship::Nobody.told()),
            (_, Some(entry)) => Some(entry.told()),
            _ => None,
        };
        let told = told.map(|words| view! { <p class="hint">{words}</p> });
        let id = field_id(&format!("block-{}", block as u8));
        view! { <Section id title=block.label()>{told}<div class="form-grid">{items}</div></Section> }
    }
}

#[component]
fn Fields(state: FormState, chosen: Option<Guardianship>) -> impl IntoView {
    let drawn = Drawn::new(state, chosen);
    let alone = drawn.entries[1] == Guardianship::Nobody;
    let shown = Block::ALL.into_iter().filter(|block| !(alone && *block == Block::Member2));
    let blocks = keyed(shown, |block| format!("{block:?}"), |block| drawn.block(block));
    let entry = entry_fields(&drawn.state, true);
    view! {
        <p class="hint">{forms::REQUIRED_NOTE}</p>
        {entry}
        {blocks}
    }
}

/// The day of entry and, where it is asked beside it, why a possible duplicate is another child.
pub(super) fn entry_fields(state: &FormState, with_note: bool) -> impl IntoView + use<> {
    let note = with_note.then(|| {
        view! {
            <TextField
                name=name_of("duplicate_note")
                label=format!("{}（{}）", w::DUPLICATE_NOTE, common::OPTIONAL)
                hint=w::DUPLICATE_NOTE_HINT
                value=state.value("duplicate_note")
                error=state.error("duplicate_note")
                maxlength=200
            />
        }
    });
    let (value, error) = (state.value("entry_date"), state.error("entry_date"));
    let (min, max) = (state.today.and_then(|today| today.checked_sub_days(ENTERED_WITHIN)), state.today);
    view! {
        <Section id="entry" title=w::ENTRY_BLOCK>
            <div class="form-grid">
                <DateField
                    name=name_of("entry_date")
                    label=w::ENTRY_DATE
                    hint=w::ENTRY_DATE_HINT
                    value
                    error
                    required=true
                    min
                    max
                />
                {note}
            </div>
        </Section>
    }
}
