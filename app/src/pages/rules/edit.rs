//! 修改实施细则: every rule with a tick «decided here» and the control that suits its shape.

use crate::api::form_state::FormState;
use crate::api::rules::{DraftRules, rules_form};
use crate::pages::parts::{FormMessages, Load, name_of};
use crate::text::t::rules as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, DateField, Details, Empty, FieldWidth, Fieldset, PageTitle,
    RadioField, Section, SelectField, TextAreaField, TextField, TickBox, choices, keyed,
};
use contract::rules::RuleBook;
use domain::codes::Stage;
use domain::org::UnitKind;
use domain::rules::{Options, RuleGroup, RuleKey, Shape};
use leptos::prelude::*;

/// 修改实施细则
#[component]
pub fn RulesEditPage() -> impl IntoView {
    let action = ServerAction::<DraftRules>::new();
    let data = Resource::new_blocking(move || action.version().get(), |_| rules_form());
    view! {
        <Load data view=move |(found, state): (RuleBook, FormState)| {
            let caption = w::of(&found.name, found.is_nation());
            // Of a city or county what is left to it, of the others all that is not the nation's.
            let open: Vec<RuleKey> = found.lines.iter().filter(|line| line.open).map(|line| line.key).collect();
            let leaves = matches!(found.kind, UnitKind::Province | UnitKind::City);
            let lead = if found.is_local() { w::EDIT_LEAD_LOCAL } else { w::EDIT_LEAD };
            let nothing = open.is_empty().then(|| view! { <Empty title=w::NOTHING_OPEN><p>{w::NOTHING_OPEN_HINT}</p></Empty> });
            let groups = keyed(RuleGroup::ALL
                .into_iter()
                .filter(|group| found.is_nation() || *group != RuleGroup::Nation)
                .filter(|group| open.iter().any(|key| key.group() == *group)), |group| *group as u8, |group| {
                    let rules = keyed(open
                        .iter()
                        .filter(|key| key.group() == group), |key| key.key(), |key| rule(*key, &state, leaves));
                    let (summary, wrong) = folded(group, &open, &state);
                    view! {
                        <Section id=format!("group-{}", group as u8) title=group.label()>
                            <Details summary open=wrong><div class="stack">{rules}</div></Details>
                        </Section>
                    }
                });
            view! {
                <BackLink href="/rules"/>
                <PageTitle title=w::EDIT_TITLE caption=Some(caption) has_errors=state.has_errors()/>
                <p class="lead">{lead}</p>
                {nothing}
                <FormMessages state=state.clone()/>
                <ActionForm action attr:class="stack" attr:novalidate=true>
                    {groups}
                    {closing(&state)}
                    <Actions sticky=true><Button>{w::NEXT}</Button></Actions>
                </ActionForm>
            }
        }/>
    }
}

/// What is said of a group that is folded up, and whether it is shown open: where something in it is wrong. All groups unfolded, the form
/// is many screens long.
fn folded(group: RuleGroup, open: &[RuleKey], state: &FormState) -> (String, bool) {
    let of_group = || open.iter().filter(move |key| key.group() == group);
    let own = of_group().filter(|key| state.value(&format!("own-{}", key.key())) == "true").count();
    let wrong = of_group().any(|key| state.error(&name_of(key.key())).is_some());
    (w::group_summary(of_group().count(), own), wrong)
}

/// One rule: whether it is decided here, and its value.
fn rule(key: RuleKey, state: &FormState, leaves: bool) -> impl IntoView + use<> {
    let name = name_of(key.key());
    let (value, error) = (state.value(key.key()), state.error(&name));
    let own = state.value(&format!("own-{}", key.key())) == "true";
    let id = format!("own-{}", key.key());
    let label = key.label();
    let control = match key.shape() {
        Shape::Number { unit, .. } => {
            let hint = unit.to_owned();
            view! { <TextField name label hint value error width=FieldWidth::W10 inputmode="numeric" autocomplete="off"/> }
                .into_any()
        }
        Shape::Levels { unit, .. } => {
            let hint = w::levels_hint(unit);
            view! { <TextField name label hint value error width=FieldWidth::W20 autocomplete="off"/> }
                .into_any()
        }
        Shape::YesNo => {
            let options = choices([("yes", w::YES), ("no", w::NO)]);
            view! { <RadioField name label options value error inline=true/> }.into_any()
        }
        Shape::Choice(options) => {
            let options = choices(options.iter().copied());
            view! { <SelectField name label options value error placeholder=""/> }.into_any()
        }
        Shape::Several(options) => several(key, options, &value, error).into_any(),
        Shape::Windows | Shape::Day => {
            let hint = w::hint(key.shape() == Shape::Windows);
            view! { <TextField name label hint value error width=FieldWidth::W20 autocomplete="off"/> }
                .into_any()
        }
        Shape::Terms | Shape::Dates => {
            let hint = w::days_hint(key.shape() == Shape::Terms);
            view! { <TextAreaField name label hint value error rows=4 maxlength=4000/> }.into_any()
        }
        Shape::NumberForm => view! {
            <TextField name label hint=domain::numbering::HOW value error width=FieldWidth::W20 autocomplete="off"/>
        }
        .into_any(),
        Shape::Columns => view! {
            <TextAreaField name label hint=w::COLUMNS_HINT value error rows=6 maxlength=4000/>
        }
        .into_any(),
    };
    view! {
        <div class="rule">
            <div class="choice">
                <TickBox id=id.clone() name="own[]" value=key.key() checked=own/>
                <label class="choice-label" for=id>{w::OWN}<span class="visually-hidden">{format!("：{label}")}</span></label>
            </div>
            {control}
            {key.takes_scope().then(|| scope(key, state))}
            {(leaves && key.may_be_delegated()).then(|| leave(key, state))}
        </div>
    }
}

/// Whether the levels below may narrow it.
fn leave(key: RuleKey, state: &FormState) -> impl IntoView + use<> {
    let id = format!("delegate-{}", key.key());
    let checked = state.value(&id) == "true";
    view! {
        <div class="choice">
            <TickBox id=id.clone() name="delegate[]" value=key.key() checked/>
            <label class="choice-label" for=id>
                {w::DELEGATE}<span class="visually-hidden">{format!("：{}", key.label())}</span>
            </label>
        </div>
    }
}

/// For which stages a rule is, and whether it holds in principle only.
fn scope(key: RuleKey, state: &FormState) -> impl IntoView + use<> {
    let (chosen, name) = (state.value(&format!("stages-{}", key.key())), key.key());
    let stages = keyed(
        Stage::ALL.iter(),
        |stage| stage.code(),
        |stage| {
            let id = format!("stages-{name}-{}", stage.code());
            let checked = chosen.split(',').any(|code| code == stage.code());
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name=format!("stages[{name}][]") value=stage.code() checked/>
                    <label class="choice-label" for=id>{stage.label()}</label>
                </div>
            }
        },
    );
    let id = format!("principle-{name}");
    let checked = state.value(&id) == "true";
    view! {
        <Details summary=format!("{}：{}", w::SCOPE, key.label()) open={checked || !chosen.is_empty()}>
            <Fieldset name=format!("stages[{name}]") legend=w::STAGES hint=Some(w::STAGES_HINT.to_owned()) error=None>
                <div class="choices">{stages}</div>
            </Fieldset>
            <div class="choice">
                <TickBox id=id.clone() name="principle[]" value=name checked/>
                <label class="choice-label" for=id>{w::PRINCIPLE}</label>
            </div>
        </Details>
    }
}

fn several(key: RuleKey, options: Options, value: &str, error: Option<String>) -> impl IntoView + use<> {
    let name = name_of(key.key());
    let boxes = keyed(
        options.iter().enumerate(),
        |(_, (code, _))| *code,
        |(n, (code, words))| {
            let id = format!("{}-{n}", key.key());
            let checked = value.split(',').any(|chosen| chosen == *code);
            let field = format!("several[{}][]", key.key());
            view! {
                <div class="choice">
                    <TickBox id=id.clone() name=field value=*code checked/>
                    <label class="choice-label" for=id>{*words}</label>
                </div>
            }
        },
    );
    view! {
        <Fieldset name legend=key.label() error>
            <div class="choices">{boxes}</div>
        </Fieldset>
    }
}

fn closing(state: &FormState) -> impl IntoView + use<> {
    let state = state.clone();
    view! {
        <TextField
            name="source"
            label=w::DOCUMENT
            hint=w::DOCUMENT_HINT
            value=state.value("source")
            error=state.error("source")
            maxlength=100
            required=true
        />
        <DateField
            name="valid_from"
            label=w::FROM
            hint=w::FROM_HINT
            value=state.value("valid_from")
            error=state.error("valid_from")
            required=true
        />
        <DateField
            name="valid_until"
            label=w::UNTIL
            hint=w::UNTIL_HINT
            value=state.value("valid_until")
            error=state.error("valid_until")
        />
        <TextAreaField
            name="note"
            label=w::NOTE
            hint=w::NOTE_HINT
            value=state.value("note")
            error=state.error("note")
            maxlength=500
            rows=3
        />
    }
}
