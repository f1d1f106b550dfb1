//! Proposing a change: first its kind and the school, then what belongs to it, with a preview before it goes to the leader.

use super::{hand_over, parts};
use crate::api::form_state::FormState;
use crate::api::school::propose::{ProposeData, ProposeSchoolChange, school_proposal};
use crate::pages::parts::{FormMessages, Load, choice_of, name_of, query, renamed};
use crate::text::t::school as w;
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, CheckboxField, Choice, DateField, DivisionField,
    DraftState, FieldWidth, Fieldset, PageTitle, Section, SelectField, TextField, choices, keyed,
};
use contract::school::ClassMove;
use domain::codes::{SchoolSystem, SchoolType, Stage};
use domain::school::keeps_code;
use leptos::prelude::*;

/// 提出变动
#[component]
pub fn ProposePage() -> impl IntoView {
    let (kind, school) = (query("kind"), query("school"));
    let action = ServerAction::<ProposeSchoolChange>::new();
    let data = Resource::new_blocking(
        move || (kind.get(), school.get(), action.version().get()),
        |(kind, school, _)| school_proposal(kind, school),
    );
    view! {
        <Load data view=move |data: ProposeData| {
            let known = w::KINDS.iter().chain(&w::UNIT_KINDS).chain([&w::HAND_OVER]).find(|(key, _)| *key == data.kind);
            match known {
                Some((kind, words)) if !data.school.is_empty() || *kind == "found" || kind.starts_with("unit_") => {
                    second(&data, words, action).into_any()
                }
                Some((kind, _)) if *kind == w::HAND_OVER.0 => hand_over::choose(&data),
                _ => first(&data).into_any(),
            }
        }/>
    }
}

/// Which change, of which school.
fn first(data: &ProposeData) -> impl IntoView + use<> {
    let schools = choices(data.schools.clone());
    let kind = if data.kind.is_empty() { "merge".to_owned() } else { data.kind.clone() };
    // A revival has other schools to choose from than the rest.
    let revive = data.kind == "revive";
    let offered = if revive { &w::KINDS[7..] } else { &w::KINDS[..7] };
    let kinds = choices(offered.iter().copied());
    let other = if data.units && !data.many {
        ().into_any()
    } else if revive {
        view! { <p><a href="/schools/propose">{w::CHOOSE_AGAIN}</a></p> }.into_any()
    } else {
        view! { <p><a href="/schools/propose?kind=revive">{w::KINDS[7].1}</a></p> }.into_any()
    };
    let units = data.units.then(|| {
        let links = w::UNIT_KINDS.iter().map(|(kind, words)| {
            view! { <li><a href=format!("/schools/propose?kind={kind}")>{*words}</a></li> }
        });
        view! {
            <Section id="units" title=w::UNITS><p>{w::UNITS_LEAD}</p><ul>{links.collect_view()}</ul></Section>
        }
    });
    let many = data.many.then(|| {
        let (kind, words) = w::HAND_OVER;
        view! { <p><a href=format!("/schools/propose?kind={kind}")>{words}</a></p> }
    });
    // The nation has no schools: it proposes divisions only.
    let body = if data.units && !data.many {
        ().into_any()
    } else if revive && data.schools.is_empty() {
        view! { <p>{w::NO_SCHOOLS}</p> }.into_any()
    } else {
        view! {
            <form method="get" action="/schools/propose" class="stack">
                <SelectField name="kind" label=w::KIND options=kinds value=kind placeholder=""/>
                <SelectField name="school" label=w::SCHOOL hint=w::SCHOOL_HINT options=schools/>
                <Actions><Button>{w::NEXT}</Button></Actions>
            </form>
        }
        .into_any()
    };
    view! {
        <BackLink href="/schools"/>
        <PageTitle title=w::PROPOSE/>
        <p class="lead">{w::PROPOSE_LEAD}</p>
        {body}
        {other}
        {many}
        {units}
    }
}

fn second(
    data: &ProposeData,
    words: &'static str,
    action: ServerAction<ProposeSchoolChange>,
) -> impl IntoView + use<> {
    let state = renamed(&data.state);
    let (kind, school) = (data.kind.clone(), data.school.clone());
    let kept = format!("school/{kind}/{school}");
    let caption = (!data.school_name.is_empty()).then(|| data.school_name.clone());
    let ends = matches!(kind.as_str(), "merge" | "close" | "reclass" | "reassign" | "hand_over" | "unit_end");
    let shown = match kind.as_str() {
        "rename" | "found" | "relocate" => ().into_any(),
        _ if data.previewed => {
            let verdict = parts::verdict(&data.preview, w::READY, w::WRONG);
            let now = data.now.as_ref().map(|now| now.school_type);
            let to = SchoolType::ALL.iter().find(|one| one.code() == state.value("school_type"));
            let whole = now.zip(to).is_some_and(|(now, to)| !keeps_code(now, *to));
            let classes = parts::classes(&data.preview, whole);
            let others = parts::others(&data.preview);
            let checks = hand_over::checks(&data.preview);
            view! { <Section id="preview" title=w::PREVIEW>{verdict}{others}{checks}{classes}</Section> }
                .into_any()
        }
        _ => parts::first(&data.preview.blockers).into_any(),
    };
    let fields = fields(data, &state);
    let lead = if data.kind == w::HAND_OVER.0 { w::HAND_OVER_LEAD } else { w::PROPOSE_LEAD };
    let preview = ends.then(|| {
        view! {
            <Button kind=ButtonKind::Secondary name="step" value="preview">{w::PREVIEW_DO}</Button>
        }
    });
    view! {
        <BackLink href="/schools/propose"/>
        <PageTitle title=words caption has_errors=state.has_errors()/>
        <p class="lead">{lead}</p>
        <FormMessages state=state.clone()/>
        {shown}
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="kind" value=kind/>
            <input type="hidden" name="school" value=school/>
            {fields}
            // Every field: which boxes were ticked beforehand is only known where none was typed.
            <DraftState form=kept whole=true/>
            <Actions sticky=true>
                {preview}
                <Button name="step" value="propose">{w::SUBMIT}</Button>
            </Actions>
        </ActionForm>
    }
}

fn text(state: &FormState, key: &str, label: &'static str, hint: &'static str, value: String) -> AnyView {
    let name = name_of(key);
    let error = state.error(&name);
    view! { <TextField name label hint value error maxlength=60 required=true autocomplete="off"/> }
        .into_any()
}

fn select(
    state: &FormState,
    key: &str,
    label: &'static str,
    options: Vec<Choice>,
    placeholder: Option<&'static str>,
) -> AnyView {
    let name = name_of(key);
    let (error, value) = (state.error(&name), state.value(key));
    match placeholder {
        Some(placeholder) => view! { <SelectField name label options value error placeholder/> }.into_any(),
        None => view! { <SelectField name label options value error required=true/> }.into_any(),
    }
}

/// To which authority the school goes, by the name of its division.
fn new_authority(state: &FormState) -> AnyView {
    let name = name_of("to");
    let (error, choose) = (state.error(&name), choice_of(&name));
    let (value, places) = (state.value("to"), state.places("to"));
    view! {
        <DivisionField
            name
            choose
            label=w::NEW_AUTHORITY
            hint=w::NEW_AUTHORITY_HINT
            value
            places
            error
            required=true
        />
    }
    .into_any()
}

/// Where the school stands: a county with its townships is one list, so that it works on a plain page too.
fn site(data: &ProposeData, state: &FormState) -> AnyView {
    let name = name_of("site");
    let (error, value) = (state.error(&name), state.value_or("site", &data.site));
    let options = choices(data.sites.clone());
    let placeholder = if data.own_county && data.kind == "found" { w::SITE_OWN } else { "" };
    view! { <SelectField name label=w::SITE hint=w::SITE_HINT options value error placeholder/> }.into_any()
}

fn fields(data: &ProposeData, state: &FormState) -> impl IntoView + use<> {
    let receive = data.schools.iter().filter(|(code, _)| *code != data.school).chain(&data.outside);
    let others: Vec<Choice> = choices(receive.cloned());
    let types = || choices(SchoolType::ALL.iter().map(|one| (one.code(), one.label())));
    let systems = choices(SchoolSystem::ALL.iter().map(|one| (one.code(), one.label())));
    let name = state.value("name");
    let placed = data.previewed && data.preview.classes.iter().any(|one| !one.stays);
    let own = match data.kind.as_str() {
        "found" => vec![
            text(state, "name", w::NAME, w::NAME_HINT, name),
            select(state, "school_type", w::TYPE, types(), None),
            stages(data, state, w::STAGES_FOUND_HINT),
            select(state, "system", w::SYSTEM, systems, None),
            site(data, state),
        ],
        "relocate" => vec![site(data, state)],
        "rename" => vec![text(state, "name", w::NEW_NAME, w::NAME_HINT, name)],
        "reclass" => vec![
            text(state, "name", w::NEW_NAME, w::NAME_HINT, state.value_or("name", &data.school_name)),
            new_type(data, state, types()),
            stages(data, state, w::STAGES_HINT),
            new_system(data, state, systems),
            // Classes are placed once it is known which of them cannot stay.
            outside(state, placed),
            placements(data, state, placed.then_some(others), w::CLASSES_CONVERT),
        ],
        "merge" => vec![
            select(state, "into", w::INTO, others.clone(), Some(w::INTO_OUTSIDE)),
            outside(state, true),
            placements(data, state, None, w::CLASSES_MERGE),
        ],
        "close" => vec![
            select(state, "archives", w::ARCHIVES_TO, others.clone(), Some(w::ARCHIVES_HERE)),
            outside(state, true),
            placements(data, state, Some(others), w::CLASSES_CLOSE),
        ],
        "hand_over" => hand_over::fields(data, state),
        "reassign" => {
            vec![new_authority(state)]
        }
        "unit_found" => vec![
            text(state, "code", w::UNIT_CODE, w::UNIT_CODE_HINT, state.value("code")),
            text(state, "name", w::UNIT_NAME, w::NAME_HINT, name),
            day(state),
        ],
        "unit_rename" => vec![
            text(state, "code", w::UNIT_CODE, w::UNIT_CODE_HINT, state.value("code")),
            text(state, "name", w::NEW_NAME, w::NAME_HINT, name),
            day(state),
        ],
        "unit_end" => {
            vec![text(state, "code", w::UNIT_CODE, w::UNIT_CODE_HINT, state.value("code")), day(state)]
        }
        _ => Vec::new(),
    };
    let act = text(state, "act", w::ACT, w::ACT_HINT, state.value("act"));
    view! { {own}{act} }
}

/// The day from which a change of a unit holds.
fn day(state: &FormState) -> AnyView {
    let (name, value) = (name_of("on"), state.value("on"));
    let error = state.error(&name);
    view! { <DateField name label=w::ON value error required=true/> }.into_any()
}

/// The kind a school is to be; what it is now, before another one is chosen.
fn new_type(data: &ProposeData, state: &FormState, options: Vec<Choice>) -> AnyView {
    let (name, error) = (name_of("school_type"), state.error(&name_of("school_type")));
    let now = data.now.as_ref().map(|now| now.school_type.code()).unwrap_or_default();
    let value = state.value_or("school_type", now);
    view! { <SelectField name label=w::NEW_TYPE hint=w::NEW_TYPE_HINT options value error required=true/> }
        .into_any()
}

/// The stages of a special or a reform school; of other kinds the kind says them.
fn stages(data: &ProposeData, state: &FormState, hint: &'static str) -> AnyView {
    let now = data.now.as_ref().map(|now| now.stages.clone()).unwrap_or_default();
    let fresh = state.values.is_empty();
    let boxes = Stage::ALL.iter().map(|stage| {
        let key = format!("stage_{}", stage.code());
        let checked = if fresh { now.contains(stage) } else { state.value(&key) == "1" };
        view! { <CheckboxField name=name_of(&key) value="1" label=stage.label() checked/> }
    });
    let boxes = boxes.collect_view();
    view! {
        <Fieldset legend=w::STAGES name=name_of("stages") hint=Some(hint.to_owned())>
            {boxes}
        </Fieldset>
    }
    .into_any()
}

fn new_system(data: &ProposeData, state: &FormState, options: Vec<Choice>) -> AnyView {
    let (name, error) = (name_of("system"), state.error(&name_of("system")));
    let now = data.now.as_ref().map(|now| now.system.code()).unwrap_or_default();
    let value = state.value_or("system", now);
    view! { <SelectField name label=w::SYSTEM options value error required=true/> }.into_any()
}

/// Codes of other authorities' schools, which are then among those to choose from.
fn outside(state: &FormState, asked: bool) -> AnyView {
    if !asked {
        return ().into_any();
    }
    let (name, value) = (name_of("outside"), state.value("outside"));
    view! { <TextField name label=w::OUTSIDE hint=w::OUTSIDE_HINT value maxlength=220 autocomplete="off"/> }
        .into_any()
}

/// A class's row of the form: the school, where each class goes to its own, and the name there.
fn placements(
    data: &ProposeData,
    state: &FormState,
    schools: Option<Vec<Choice>>,
    hint: &'static str,
) -> AnyView {
    let leaving: Vec<&ClassMove> = data.preview.classes.iter().filter(|one| !one.stays).collect();
    if leaving.is_empty() {
        return ().into_any();
    }
    let rows = keyed(
        leaving.into_iter().enumerate(),
        |(_, one)| key_of(one),
        |(n, one)| {
            let (key, words) = (key_of(one), w::class(one.grade, &one.class_name));
            // What was typed belongs to the class that stood in this row then.
            let same = state.value(&format!("was_{n}")) == key;
            let typed = |key: &str, otherwise: &str| match same {
                true => state.value_or(key, otherwise),
                false => otherwise.to_owned(),
            };
            let class = typed(&format!("class_{n}"), &one.class_name);
            let to = schools.clone().map(|options| {
                let (name, value) = (name_of(&format!("to_{n}")), typed(&format!("to_{n}"), ""));
                view! { <SelectField name label=w::placing(&words) options value/> }
            });
            let (name, label) = (name_of(&format!("class_{n}")), w::new_class(&words));
            view! {
                <input type="hidden" name=name_of(&format!("was_{n}")) value=key.clone()/>
                {to}
                <TextField
                    name
                    label
                    hint=w::pupils(one.pupils)
                    value=class
                    width=FieldWidth::W10
                    maxlength=20
                    autocomplete="off"
                />
            }
        },
    );
    let error = state.error(&name_of("placements"));
    view! {
        <Fieldset legend=w::CLASSES name=name_of("placements") hint=Some(hint.to_owned()) error>{rows}</Fieldset>
    }
    .into_any()
}

/// Names a class in the form.
fn key_of(one: &ClassMove) -> String {
    format!("{}|{}", one.grade, one.class_name)
}
