//! 申请休学、延长休学、复学: the proof, and everything at a glance before it is sent, each line with a way back to its question (第十九条).

use super::ask::barred;
use crate::api::form_state::{FormState, form_state};
use crate::api::guardian::ask::{DropAskProof, LeaveAskProof, SendAsk, asked, first_page, question_page};
use crate::language::{self, listed, mixed, name};
use crate::pages::parts::{FormMessages, Load, param};
use crate::text::t::{common, guardian as w, portal as p};
use crate::ui::{
    ActionForm, Actions, BackLink, Button, ButtonKind, CheckboxField, FileField, FileForm, PageTitle,
    Section, SummaryList, SummaryRow, field_id, keyed,
};
use contract::case::ProofLine;
use contract::portal::AskPage;
use domain::case::asking::{self, AskQuestion};
use domain::case::suspension::SuspensionGround;
use leptos::prelude::*;

/// 上传证明材料
#[component]
pub fn AskProofPage() -> impl IntoView {
    let (person, kind) = (param("id"), param("kind"));
    let (remove, leave) = (ServerAction::<DropAskProof>::new(), ServerAction::<LeaveAskProof>::new());
    let data = Resource::new_blocking(
        move || (person.get(), kind.get(), remove.version().get(), leave.version().get()),
        |(person, kind, ..)| async move {
            let page = asked(person.clone(), kind.clone()).await?;
            Ok((page, form_state(format!("ask/{person}/{kind}/proof")).await?))
        },
    );
    view! {
        <Load data view=move |(page, state): (AskPage, FormState)| {
            match barred(&page) {
                Some(barred) => barred,
                None => proof(&page, &state, remove, leave).into_any(),
            }
        }/>
    }
}

fn proof(
    page: &AskPage,
    state: &FormState,
    remove: ServerAction<DropAskProof>,
    leave: ServerAction<LeaveAskProof>,
) -> impl IntoView + use<> {
    let (person, kind) = (page.person.to_string(), page.kind);
    let last = AskQuestion::of(kind).last().map_or("", |question| question.key());
    let filed = page.is_proven().then(|| list(page, remove));
    let (upload, on, on_kind) = match page.is_proven() {
        false => (ButtonKind::Primary, w::ASK_WITHOUT, ButtonKind::Secondary),
        true => (ButtonKind::Secondary, w::PROOF_DONE, ButtonKind::Primary),
    };
    let error = state.error("file");
    let (back, of_leave) = (question_page(&person, kind, last), person.clone());
    let lead = if page.proof_needed { w::ASK_PROOF_NEEDED } else { w::ASK_PROOF_LEAD };
    view! {
        <BackLink href=back/>
        <PageTitle
            title=w::PROOF_TITLE
            caption=Some(w::asking_of(name(&kind), &page.name))
            has_errors=state.has_errors()
        />
        <FormMessages state=state.clone()/>
        <p>{lead}</p>
        {filed}
        <FileForm action="/api/file_ask_proof">
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="kind" value=kind.key()/>
            <FileField
                name="file"
                label=w::PROOF_FILE
                hint=w::PROOF_FILE_HINT
                error
                accept="image/jpeg,image/png,application/pdf"
            />
            <Actions><Button kind=upload>{w::PROOF_UPLOAD}</Button></Actions>
        </FileForm>
        <ActionForm action=leave>
            <input type="hidden" name="person" value=of_leave/>
            <input type="hidden" name="kind" value=kind.key()/>
            <Actions><Button kind=on_kind>{on}</Button></Actions>
        </ActionForm>
        <p class="hint">{w::SAVED}</p>
    }
}

fn list(page: &AskPage, remove: ServerAction<DropAskProof>) -> impl IntoView + use<> {
    let (person, kind) = (page.person.to_string(), page.kind);
    let items = keyed(
        page.proofs.iter(),
        |proof| proof.id,
        |proof| {
            let words = told(proof);
            let href = format!("/files/my/{person}/proofs/{}", proof.id);
            let (person, id) = (person.clone(), proof.id.to_string());
            let of = words.clone();
            view! {
                <li>
                    <a href=href rel="external">{words}</a>
                    <ActionForm action=remove>
                        <input type="hidden" name="person" value=person/>
                        <input type="hidden" name="kind" value=kind.key()/>
                        <input type="hidden" name="proof" value=id/>
                        <Button kind=ButtonKind::Link>
                            {w::PROOF_REMOVE}<span class="visually-hidden">{of}</span>
                        </Button>
                    </ActionForm>
                </li>
            }
        },
    );
    // What the school has already stays with the application.
    let carried =
        keyed(page.carried.iter(), |proof| proof.id, |proof| view! { <li><span>{told(proof)}</span></li> });
    view! { <Section id="filed" title=w::PROOF_LIST><ul class="proof-list">{carried}{items}</ul></Section> }
}

fn told(proof: &ProofLine) -> String {
    p::proof(name(&proof.kind), &proof.format, proof.kib())
}

/// 请核对后提交
#[component]
pub fn AskCheckPage() -> impl IntoView {
    let (person, kind) = (param("id"), param("kind"));
    let action = ServerAction::<SendAsk>::new();
    let data = Resource::new_blocking(
        move || (person.get(), kind.get(), action.version().get()),
        |(person, kind, _)| async move {
            let page = asked(person.clone(), kind.clone()).await?;
            Ok((page, form_state(format!("ask/{person}/{kind}/check")).await?))
        },
    );
    view! {
        <Load data view=move |(page, state): (AskPage, FormState)| {
            match barred(&page) {
                Some(barred) => barred,
                None => check(&page, &state, action).into_any(),
            }
        }/>
    }
}

fn check(page: &AskPage, state: &FormState, action: ServerAction<SendAsk>) -> impl IntoView + use<> {
    let (person, kind) = (page.person.to_string(), page.kind);
    let back = format!("{}/proof", first_page(&person, kind));
    let (answers, error) = (answers(page, state), state.error("declared"));
    view! {
        <BackLink href=back/>
        <PageTitle
            title=w::CHECK_TITLE
            caption=Some(w::asking_of(name(&kind), &page.name))
            has_errors=state.has_errors()
        />
        <FormMessages state=state.clone()/>
        <SummaryList>{answers}</SummaryList>
        <ActionForm action attr:class="stack" attr:novalidate=true>
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="kind" value=kind.key()/>
            <CheckboxField name="declared" label=w::ASK_DECLARED error required=true/>
            <Actions><Button>{w::ASK_SEND}</Button></Actions>
        </ActionForm>
        <p class="hint">{w::SAVED}</p>
    }
}

/// An answer in words.
fn answer(page: &AskPage, question: AskQuestion) -> String {
    let said = page.draft.answers.get(&question).map(String::as_str).unwrap_or_default();
    match question {
        _ if said.is_empty() => String::new(),
        AskQuestion::Ground => {
            SuspensionGround::from_key(said).map(|ground| name(&ground).to_owned()).unwrap_or_default()
        }
        AskQuestion::On | AskQuestion::Until => {
            domain::form::parse_date(said).map_or_else(|| said.to_owned(), language::day)
        }
        AskQuestion::NextGrade if said == asking::NEXT => w::NEXT_GRADE.to_owned(),
        AskQuestion::NextGrade if said == asking::OWN => w::own_grade(&page.grade),
        AskQuestion::NextGrade | AskQuestion::Note => said.to_owned(),
    }
}

/// Each answer with a way back to its question; what is wrong with one is told in its row.
fn answers(page: &AskPage, state: &FormState) -> impl IntoView + use<> {
    let (person, kind) = (page.person.to_string(), page.kind);
    let line = |key: &'static str, term: String, told: String, href: String| {
        let wrong = state.error(key).map(|error| view! { <p class="field-error">{mixed(error)}</p> });
        let told = if told.is_empty() { common::NOT_FILLED.to_owned() } else { told };
        view! {
            <SummaryRow term change=Some(href)>
                <span id=field_id(key) tabindex="-1">{mixed(told)}</span>
                {wrong}
            </SummaryRow>
        }
    };
    let rows = AskQuestion::of(kind)
        .iter()
        .map(|question| {
            let href = question_page(&person, kind, question.key());
            line(question.key(), w::question(kind, *question), answer(page, *question), href)
        })
        .collect_view();
    let files: Vec<String> = page.carried.iter().chain(&page.proofs).map(told).collect();
    let files = if files.is_empty() { w::ASK_NO_PROOF.to_owned() } else { listed(&files) };
    let proof = line("file", w::PROOF_LIST.to_owned(), files, format!("{}/proof", first_page(&person, kind)));
    view! { {rows} {proof} }
}
