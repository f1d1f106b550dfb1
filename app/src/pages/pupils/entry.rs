//! Entering one child by form, and mending a returned entry: the 72 items, block by block.

use crate::api::confirm::CONFIRMED;
use crate::api::form_state::{FormState, form_state};
use crate::api::pupil::enter::{
    DropEntry, EnterPupil, FORM, MendPupil, SAME, STEPS, entering_school, returned_pupil,
};
use crate::pages::archive::control::control;
use crate::pages::guide::GuideLink;
use crate::pages::parts::{Confirm, FormMessages, ItemField, Load, name_of, param, query, renamed};
use crate::text::t::{case, common, forms, pupil as w};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, DateField, DraftState, Notice, NoticeKind, PageTitle, SameAs,
    Section, TextField, anew_for, field_id, keyed,
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
    let (action, thrown) = (ServerAction::<EnterPupil>::new(), ServerAction::<DropEntry>::new());
    let guardian = query("guardian");
    let data = Resource::new_blocking(
        move || (guardian.get(), thrown.version().get(), action.version().get()),
        |(guardian, dropped, _)| async move {
            Ok((guardian, dropped, entering_school().await?, form_state(FORM.into()).await?))
        },
    );
    view! {
        <Load data view=move |(guardian, dropped, (school, extras), state): (
            String,
            usize,
            (String, Vec<Column>),
            FormState,
        )| {
            let has_errors = state.has_errors();
            let extras = (!extras.is_empty()).then(|| own_items(&extras, &state));
            let messages = renamed(&state);
            let chosen = Guardianship::from_key(&guardian);
            let form = view! {
                <ActionForm action attr:novalidate=true>
                    // Pressing Enter in a field sends the form by its first button: that is the one that enters.
                    <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">
                        {w::ENTER_SUBMIT}
                    </button>
                    // The steps are a place to go to with what was typed here, as the form on one page is from there.
                    <p><button class="button-link" type="submit" name="go" value=STEPS>{w::BY_STEPS}</button></p>
                    <Fields state=state.clone() chosen/>
                    {extras}
                    <Confirm state name=name_of(CONFIRMED)/>
                    <DraftState form=FORM whole=true/>
                    <Actions sticky=true><Button>{w::ENTER_SUBMIT}</Button></Actions>
                </ActionForm>
            };
            view! {
                <PageTitle title=w::ENTER_TITLE caption=Some(school) has_errors>
                    <GuideLink task=Task::Case(CaseKind::Registration)/>
                </PageTitle>
                <p class="lead">{w::ENTER_LEAD}</p>
                <FormMessages state=messages/>
                {guardians(&guardian)}
                // What was thrown away stands in no control either.
                {anew_for(dropped, form)}
                {discard(thrown, "")}
            }
        }/>
    }
}

/// A button that throws away what was typed of a child, by itself: it sends nothing of the form.
pub(super) fn discard(action: ServerAction<DropEntry>, by: &'static str) -> impl IntoView + use<> {
    view! {
        <ActionForm action attr:class="stack">
            // What is being kept at this moment must not come afterwards and bring it back (`public/offline.js`).
            <input type="hidden" name="by" value=by data-drops=FORM/>
            <Actions><Button kind=ButtonKind::Secondary>{w::DROP}</Button></Actions>
        </ActionForm>
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
                    <Actions sticky=true><Button>{w::MEND_SUBMIT}</Button></Actions>
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
    /// What was chosen says who the guardian is; where nothing was, what was typed.
    pub(super) fn new(mut state: FormState, chosen: Option<Guardianship>) -> Self {
        if chosen == Some(Guardianship::Institution) {
            for (item, said) in
                [(Field::Member1Kinship, Kinship::NotKin.code()), (Field::Member1Guardian, "1")]
            {
                let typed = state.values.entry(item.key().to_owned()).or_default();
                // What was typed is not written over: whoever chose another kind sees it and changes it.
                if typed.is_empty() {
                    said.clone_into(typed);
                }
            }
        }
        let typed: BTreeMap<Field, String> = state
            .values
            .iter()
            .filter_map(|(key, value)| Some((Field::from_key(key)?, value.clone())))
            .collect();
        let said = [Block::Member1, Block::Member2].map(|block| Guardianship::of(block, &typed));
        let [first, second] = said;
        // Beside an institution or somebody abroad there may be another, who is none.
        let beside = if second == Guardianship::Nobody { Guardianship::Person } else { second };
        let entries = match chosen {
            // What stands in the second entry is shown, whatever was chosen.
            Some(Guardianship::Nobody) => [first, second],
            Some(chosen) => [chosen, beside],
            None => [first, beside],
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

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(chosen: Option<Guardianship>, typed: &[(Field, &str)]) -> Drawn {
        let values = typed.iter().map(|(item, said)| (item.key().to_owned(), (*said).to_owned())).collect();
        Drawn::new(FormState { values, ..FormState::default() }, chosen)
    }

    #[test]
    fn the_guardian_that_the_address_names_decides_whatever_was_typed_before() {
        use Guardianship::{Abroad, Institution, Nobody, Person};
        let typed: &[(Field, &str)] = &[(Field::Name, "端木知夏"), (Field::Member1Name, "端木建国")];
        let nothing: &[(Field, &str)] = &[];
        for before in [nothing, typed] {
            for chosen in [Person, Abroad, Institution] {
                assert_eq!(drawn(Some(chosen), before).entries, [chosen, Person]);
            }
            assert_eq!(drawn(Some(Nobody), before).entries, [Person, Nobody]);
            assert_eq!(drawn(None, before).entries, [Person, Person]);
        }
        assert!(drawn(None, typed).draws(Field::Member1Workplace));
        assert!(!drawn(Some(Institution), typed).draws(Field::Member1Workplace), "an institution has none");
    }

    #[test]
    fn what_stands_in_an_entry_is_shown_whatever_was_chosen() {
        use Guardianship::{Abroad, Institution, Nobody, Person};
        let second = [(Field::Member2Name, "司徒静"), (Field::Member1Workplace, "南京港")];
        assert_eq!(drawn(Some(Nobody), &second).entries, [Person, Person]);
        let institution = drawn(Some(Institution), &second);
        assert!(institution.draws(Field::Member1Workplace), "or it would be sent unseen");
        assert_eq!(institution.state.value(Field::Member1Kinship.key()), Kinship::NotKin.code());
        let kin = drawn(Some(Institution), &[(Field::Member1Kinship, "51")]);
        assert_eq!(kin.state.value(Field::Member1Kinship.key()), "51", "what was typed is not written over");
        let abroad = [(Field::Member1Address, "日本东京都港区")];
        assert_eq!(drawn(None, &abroad).entries, [Abroad, Person], "by what was typed");
        assert_eq!(drawn(Some(Person), &abroad).entries, [Person, Person]);
    }
}
