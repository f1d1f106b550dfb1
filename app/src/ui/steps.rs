//! What happened, and what is to happen.
use super::DeadlineTag;
use crate::language::mixed;
use crate::text::t;
use leptos::prelude::*;

/// What happened to a record, newest first or last as the caller orders it: `<ol class="timeline">`.
/// The children are [`TimelineItem`]s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One entry of a [`Timeline`]: `<li>` › `time[datetime]`, title, who, and the children as its body.
#[component]
pub fn TimelineItem(
    /// As a person reads it: 2026年11月23日 09:30.
    #[prop(into)]
    date: String,
    /// As a machine reads it: 2026-11-23T09:30:00+08:00 or 2026-11-23.
    #[prop(into)]
    datetime: String,
    /// What happened.
    #[prop(into)]
    title: String,
    /// Unit and person.
    #[prop(into)]
    who: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="timeline-item">
            <p class="timeline-meta">
                <time datetime=datetime>{date}</time>
                <span class="timeline-who">{mixed(who)}</span>
            </p>
            <p class="timeline-title">{title}</p>
            {children.map(|children| view! { <div class="timeline-body">{children()}</div> })}
        </li>
    }
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Decided; the next has it.
    Done,
    /// Somebody holds it now.
    Current,
    /// Nobody has it yet.
    Pending,
    /// It ended here.
    Refused,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "step step-done",
            Self::Current => "step step-current",
            Self::Pending => "step step-pending",
            Self::Refused => "step step-refused",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Done => t::steps::DONE.said(),
            Self::Current => t::steps::CURRENT.said(),
            Self::Pending => t::steps::PENDING.said(),
            Self::Refused => t::steps::REFUSED.said(),
        }
    }
}

/// One step of a [`StepTrack`]. Dates are ready to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// 收件, 学校审核, …
    pub name: String,
    /// 单位 that has it, had it or will have it.
    pub unit: String,
    /// 学籍管理员, 学籍主管领导.
    pub role: String,
    /// How far it has come.
    pub state: StepState,
    /// The last day for it (current step).
    pub due: Option<String>,
    /// Days until then, negative when overdue, and whether they are working days (current step).
    pub days_left: Option<(i64, bool)>,
    /// The day it was decided (done, refused).
    pub decided: Option<String>,
    /// The reason, in the decider's words.
    pub note: Option<String>,
}

impl Step {
    /// A step without days and note.
    pub fn new(
        name: impl Into<String>,
        unit: impl Into<String>,
        role: impl Into<String>,
        state: StepState,
    ) -> Self {
        Self {
            name: name.into(),
            unit: unit.into(),
            role: role.into(),
            state,
            due: None,
            days_left: None,
            decided: None,
            note: None,
        }
    }

    /// Held until `due`, which is `days_left` away.
    pub fn due(mut self, due: impl Into<String>, days_left: i64, working_days: bool) -> Self {
        self.due = Some(due.into());
        self.days_left = Some((days_left, working_days));
        self
    }

    /// Decided on that day.
    pub fn decided(mut self, on: impl Into<String>) -> Self {
        self.decided = Some(on.into());
        self
    }

    /// With the reason, in the decider's words.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The steps of a case in order: who had it, who holds it and until when, who comes next.
///
/// `<ol class="steps" aria-label>` › `li.step-done|current|pending|refused`; the current one has `aria-current="step"`.
#[component]
pub fn StepTrack(
    /// The steps, the first one first.
    steps: Vec<Step>,
) -> impl IntoView {
    let items = steps.into_iter().map(step_view).collect_view();
    view! { <ol class="steps" aria-label=t::steps::LABEL>{items}</ol> }
}

fn step_view(step: Step) -> impl IntoView {
    let state = step.state;
    let who = match state {
        StepState::Current => t::steps::held_by(&step.unit, &step.role),
        _ => format!("{} {}", step.unit, step.role),
    };
    let when = match state {
        StepState::Current => step.due.map(|date| t::steps::until(&date)),
        StepState::Done => step.decided.map(|date| t::steps::finished_on(&date)),
        StepState::Refused => step.decided.map(|date| t::steps::refused_on(&date)),
        StepState::Pending => None,
    };
    let tag = (state == StepState::Current).then_some(step.days_left).flatten();
    view! {
        <li class=state.class() aria-current=(state == StepState::Current).then_some("step")>
            <p class="step-name">
                {mixed(step.name)}
                <span class="step-state">{state.label()}</span>
            </p>
            <p class="step-who">{mixed(who)}</p>
            {when.map(|when| view! {
                <p class="step-when">
                    {when}
                    {tag.map(|(days, working)| view! { <DeadlineTag days_left=days working_days=working/> })}
                </p>
            })}
            {step.note.map(|note| view! { <p class="step-note">{mixed(note)}</p> })}
        </li>
    }
}
