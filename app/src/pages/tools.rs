//! What stands above a list for those who work in it all day: the filters that were given a name, and how its table is shown. Plain
//! forms, with and without the page's program.

use crate::api::form_state::FormState;
use crate::api::tables::{ChangeFilter, ChooseTable, ListTools, SaveFilter, address_of, renamed};
use crate::appearance::Density;
use crate::pages::parts::FormMessages;
use crate::text::t::{
    account, certificate, common, desk, import, letter, paper, problem, pupil, registrar, school,
    tables as w, violation, warning,
};
use crate::ui::{
    ActionForm, Actions, Button, ButtonKind, Details, Fieldset, RadioField, SelectField, TextField, TickBox,
    choices, field_id, keyed,
};
use domain::tables::{FILTER_NAME_MOST, List, SavedFilter};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What the forms above a list do.
#[derive(Clone, Copy)]
pub struct ToolActions {
    choose: ServerAction<ChooseTable>,
    save: ServerAction<SaveFilter>,
    change: ServerAction<ChangeFilter>,
}

impl ToolActions {
    /// Those of one page.
    pub fn new() -> Self {
        Self { choose: ServerAction::new(), save: ServerAction::new(), change: ServerAction::new() }
    }

    /// Changes when something was chosen: the list is asked for again.
    pub fn version(self) -> (usize, usize, usize) {
        (self.choose.version().get(), self.save.version().get(), self.change.version().get())
    }
}

impl Default for ToolActions {
    fn default() -> Self {
        Self::new()
    }
}

/// The columns of a list besides the name, with their words, in the order of the table.
pub(crate) fn columns_of(list: List) -> &'static [(&'static str, &'static str)] {
    match list {
        List::Pupils => &[
            ("sex", pupil::SEX),
            ("born", pupil::BORN),
            ("school", pupil::SCHOOL),
            ("class", pupil::CLASS),
            ("standing", pupil::STANDING),
            ("number", pupil::NUMBER),
        ],
        List::Kept => &[
            ("number", paper::NUMBER),
            ("school", paper::KEPT_SCHOOL),
            ("standing", paper::KEPT_STANDING),
            ("how", paper::KEPT_HOW),
            ("paper", paper::KEPT_PAPER),
            ("since", paper::KEPT_SINCE),
            ("act", paper::KEPT_ACT),
        ],
        List::Desk => &[
            ("class", desk::CLASS),
            ("from", w::FROM),
            ("since", w::SINCE),
            ("also", w::ALSO),
            ("state", desk::STATE),
        ],
        List::Schools => &[
            ("code", school::CODE),
            ("type", school::TYPE),
            ("state", school::STATE),
            ("former", school::FORMER),
            ("successor", school::SUCCESSOR),
        ],
        List::Letters => &[
            ("about", letter::ABOUT),
            ("from", letter::FROM),
            ("to", letter::TO),
            ("state", letter::STATE),
            ("due", letter::DUE),
        ],
        List::Problems => &[
            ("kind", problem::KIND),
            ("schools", problem::SCHOOLS),
            ("score", problem::SCORE),
            ("settled_by", problem::SETTLED_BY),
            ("state", problem::STATE),
            ("due", problem::DUE),
        ],
        List::Violations => &[
            ("subject", violation::SUBJECT),
            ("handler", violation::HANDLER),
            ("state", violation::STATE),
            ("found_on", violation::FOUND_ON),
            ("due", violation::DUE),
        ],
        List::Warnings => &[
            ("unit", warning::UNIT),
            ("level", warning::LEVEL),
            ("figure", warning::FIGURE),
            ("opened", warning::OPENED),
            ("answer", warning::ANSWER),
        ],
        List::Certificates => &[
            ("kind", certificate::KIND),
            ("name", certificate::NAME),
            ("class", certificate::CLASS),
            ("on", certificate::ON),
            ("issued_on", certificate::ISSUED_ON),
            ("state", certificate::STATE),
        ],
        List::Imports => &[
            ("state", import::STATE),
            ("at", import::AT),
            ("by", import::BY),
            ("rows", import::ROWS),
            ("entered", import::ENTERED),
        ],
        List::Registrars => &[
            ("post", registrar::POST),
            ("employment", registrar::EMPLOYMENT),
            ("since", registrar::SINCE),
            ("valid_until", registrar::VALID_UNTIL),
            ("state", registrar::STATE),
        ],
        List::Accounts => &[
            ("name", account::NAME),
            ("role", account::ROLE),
            ("training", account::TRAINING),
            ("second_factor", account::SECOND_FACTOR),
            ("state", account::STATE),
        ],
    }
}

/// What a list of matters shows above itself, and which of its columns.
#[derive(Clone)]
pub struct Toolbar {
    /// What was chosen, and what may be kept.
    pub tools: ListTools,
    /// The address of the list as it is filtered.
    pub back: String,
    /// What the forms do.
    pub actions: ToolActions,
}

impl Toolbar {
    /// Whether a column of this heading is shown. What the list does not let one choose always is.
    pub(crate) fn shows(&self, heading: &str) -> bool {
        let named = columns_of(self.tools.list).iter().find(|(_, label)| *label == heading);
        named.is_none_or(|(key, _)| self.tools.choice.shows(key))
    }
}

fn order_in_words(order: &'static str) -> &'static str {
    if order == "name" { w::BY_NAME } else { w::BY_PINYIN }
}

/// The filters that were given a name, as links, and the forms for them and for the table: `<div class="list-tools">`.
#[component]
pub fn ListToolbar(
    /// What was chosen, and what may be kept.
    tools: ListTools,
    /// The address of the list as it is filtered.
    #[prop(into)]
    back: String,
    /// What the forms do.
    actions: ToolActions,
) -> impl IntoView {
    let ListTools { list, filters, parts, state, .. } = tools.clone();
    let saves = !list.filter_parts().is_empty();
    let links = (!filters.is_empty()).then(|| links(list, &filters));
    let manage = saves.then(|| {
        let save = if parts.is_empty() {
            view! { <p class="hint">{w::NOTHING_TO_SAVE}</p> }.into_any()
        } else {
            save_form(&tools, &parts, actions)
        };
        let changes =
            keyed(filters, |one| one.id.clone(), |one| change_form((list, &back), &one, &state, actions));
        view! {
            <Details summary=w::MANAGE open=state.has_errors()>
                {save}
                <ul class="filter-changes">{changes}</ul>
            </Details>
        }
    });
    view! {
        <FormMessages state/>
        <div class="list-tools no-print">
            {links}
            <Details summary=w::TITLE>{settings_form(&tools, back, actions)}</Details>
            {manage}
        </div>
    }
}

fn links(list: List, filters: &[SavedFilter]) -> impl IntoView + use<> {
    let links = keyed(
        filters.iter().cloned(),
        |one| one.id.clone(),
        |one| view! { <li><a href=address_of(list, &one.parts)>{one.name}</a></li> },
    );
    view! { <nav class="saved-filters" aria-label=w::FILTERS><ul>{links}</ul></nav> }
}

fn settings_form(tools: &ListTools, back: String, actions: ToolActions) -> AnyView {
    let (list, choice) = (tools.list, tools.choice.clone());
    let (now, density) = (choice.order().to_owned(), choice.density());
    let boxes = keyed(
        columns_of(list).iter().copied(),
        |(key, _)| (*key).to_owned(),
        move |(key, label)| {
            let id = format!("column-{key}");
            let checked = choice.shows(key);
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name="columns[]" value=key checked/>
                    <label class="choice-label" for=id>{label}</label>
                </div>
            }
        },
    );
    let orders = list.orders();
    let order = (orders.len() > 1).then(|| {
        let options = choices(orders.iter().map(|order| (*order, order_in_words(order))));
        view! { <SelectField name="order" label=w::ORDER options value=now placeholder=""/> }
    });
    let densities = choices(Density::ALL.iter().map(|one| (one.key(), one.label())));
    view! {
        <ActionForm action=actions.choose attr:class="stack">
            <input type="hidden" name="list" value=list.key()/>
            <input type="hidden" name="back" value=back/>
            <Fieldset legend=w::COLUMNS name="columns" hint=Some(w::COLUMNS_HINT.to_owned())>
                <div class="choices choices-inline">{boxes}</div>
            </Fieldset>
            {order}
            <RadioField name="density" label=w::DENSITY options=densities value=density inline=true/>
            <Actions><Button kind=ButtonKind::Secondary>{w::APPLY}</Button></Actions>
        </ActionForm>
    }
    .into_any()
}

fn save_form(tools: &ListTools, parts: &BTreeMap<String, String>, actions: ToolActions) -> AnyView {
    let (value, error) = (tools.state.value("filter_name"), tools.state.error("filter_name"));
    let (list, most) = (tools.list.key(), u32::from(FILTER_NAME_MOST));
    let hidden = keyed(
        parts.clone(),
        |(key, _)| key.clone(),
        |(key, value)| view! { <input type="hidden" name=format!("parts[{key}]") value=value/> },
    );
    view! {
        <ActionForm action=actions.save attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="list" value=list/>
            {hidden}
            <TextField
                name="filter_name"
                label=w::FILTER_NAME
                hint=w::FILTER_NAME_HINT
                value
                error
                maxlength=most
                autocomplete="off"
            />
            <Actions><Button kind=ButtonKind::Secondary>{w::SAVE_FILTER}</Button></Actions>
        </ActionForm>
    }
    .into_any()
}

fn change_form(
    (list, back): (List, &str),
    one: &SavedFilter,
    state: &FormState,
    actions: ToolActions,
) -> AnyView {
    let (heard, most) = (w::of(&one.name), u32::from(FILTER_NAME_MOST));
    let (back, which, new_name) = (back.to_owned(), one.id.clone(), w::new_name(&one.name));
    let control = renamed(&one.id);
    let (id, value) = (field_id(&control), state.value_or(&control, &one.name));
    let error = state.error(&control);
    let (invalid, said) = (error.is_some().then_some("true"), format!("{id}-error"));
    let described = error.is_some().then(|| said.clone());
    let error = error.map(|error| {
        view! {
            <p id=said class="field-error">
                <span class="visually-hidden">{common::ERROR_PREFIX}</span>
                {error}
            </p>
        }
    });
    view! {
        <li>
            {error}
            <ActionForm action=actions.change attr:class="filter-change">
                <input type="hidden" name="list" value=list.key()/>
                <input type="hidden" name="id" value=which/>
                <input type="hidden" name="back" value=back/>
                <input
                    class="input"
                    id=id
                    type="text"
                    name="filter_name"
                    value=value
                    maxlength=most
                    aria-label=new_name
                    aria-invalid=invalid
                    aria-describedby=described
                    autocomplete="off"
                />
                <button class="button-link" type="submit" name="go" value="rename">
                    {w::RENAME}<span class="visually-hidden">{heard.clone()}</span>
                </button>
                <button class="button-link" type="submit" name="go" value="remove">
                    {w::REMOVE}<span class="visually-hidden">{heard}</span>
                </button>
            </ActionForm>
        </li>
    }
    .into_any()
}
