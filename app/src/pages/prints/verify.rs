//! 打印件核验: what anybody with a sheet in hand may learn, without signing in (第五条, 第七条). A plain form, so that the symbol's address and a
//! typed code come the same way.

use crate::api::day;
use crate::api::prints::{Answer, check_print};
use crate::language::{in_chinese, name};
use crate::pages::parts::{Load, query};
use crate::text::t::verify as w;
use crate::ui::{
    Actions, Button, Details, FieldWidth, Notice, NoticeKind, PageTitle, SummaryList, SummaryRow, TextField,
};
use chrono::NaiveDate;
use contract::printout::{Checked, CheckedFacts};
use leptos::prelude::*;

/// 打印件核验
#[component]
pub fn VerifyPage() -> impl IntoView {
    let code = query("code");
    let data = Resource::new_blocking(move || code.get(), check_print);
    view! {
        <Load data view=move |answer: Answer| {
            let wrong = answer.problem.is_some();
            let fresh = answer.typed.is_empty() || wrong;
            let (typed, error) = (answer.typed.clone(), answer.problem.clone());
            view! {
                <PageTitle title=w::VERIFY has_errors=wrong/>
                {answer.checked.map(verdict)}
                {fresh.then(|| view! { <p class="lead">{w::VERIFY_LEAD}</p> })}
                <form method="get" action="/verify" class="stack" novalidate=true>
                    <TextField
                        name="code"
                        label=w::CODE
                        hint=w::VERIFY_HINT
                        value=typed
                        error
                        width=FieldWidth::W20
                        autocomplete="off"
                        required=true
                    />
                    <Actions><Button>{w::VERIFY_DO}</Button></Actions>
                </form>
                {offline()}
            }
        }/>
    }
}

fn verdict(checked: Checked) -> AnyView {
    let (kind, title, next, facts, revoked_on) = match checked {
        Checked::Unknown => {
            return view! { <Notice kind=NoticeKind::Warn title=Some(w::UNKNOWN.to_owned())><p>{w::UNKNOWN_NEXT}</p></Notice> }
                .into_any();
        }
        Checked::Genuine(facts) => (NoticeKind::Success, w::GENUINE, w::GENUINE_NEXT, facts, None),
        Checked::Revoked(facts, on) => (NoticeKind::Error, w::REVOKED, w::REVOKED_NEXT, facts, Some(on)),
        Checked::Lapsed(facts) => (NoticeKind::Warn, w::LAPSED, w::LAPSED_NEXT, facts, None),
    };
    let facts = told(facts, revoked_on);
    view! { <Notice kind title=Some(title.to_owned())><p>{next}</p></Notice>{facts} }.into_any()
}

fn told(sheet: CheckedFacts, revoked_on: Option<NaiveDate>) -> impl IntoView {
    let rows = sheet
        .facts
        .into_iter()
        .map(|(term, value)| {
            let term = w::fact(&term);
            view! { <SummaryRow term>{in_chinese(value)}</SummaryRow> }
        })
        .collect_view();
    let revoked =
        revoked_on.map(|on| view! { <SummaryRow term=w::REVOKED>{w::revoked_on(&day(on))}</SummaryRow> });
    view! {
        <div class="section">
            <SummaryList>
                <SummaryRow term=w::KIND>{name(&sheet.kind)}</SummaryRow>
                <SummaryRow term=w::NUMBER>{sheet.number}</SummaryRow>
                <SummaryRow term=w::UNIT>{in_chinese(sheet.unit)}</SummaryRow>
                <SummaryRow term=w::ON>{day(sheet.on)}</SummaryRow>
                {revoked}
                {rows}
            </SummaryList>
            <p class="hint">{w::MASKED}</p>
        </div>
    }
}

fn offline() -> impl IntoView {
    let steps = w::OFFLINE_STEPS.map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <Details summary=w::OFFLINE>
            <ol>{steps}</ol>
            <p><code class="secret">{w::COMMAND}</code></p>
            <p>{w::OFFLINE_LIMIT}</p>
            <p><a href="/verify/key" rel="external">{w::KEY_LINK}</a></p>
        </Details>
    }
}
