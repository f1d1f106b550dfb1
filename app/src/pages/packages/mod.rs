//! 学籍档案包: what the school hands over and what it receives; asking for one, uploading one (第九条, 第十五条, 第十六条).

pub mod directory;
mod inside;
pub mod sheet;

pub use directory::DirectoryPage;
pub use sheet::PackagePage;

use crate::api::form_state::{FormState, form_state};
use crate::api::package::act::AskPackage;
use crate::api::package::list::{Packages, packages};
use crate::api::{day, moment};
use crate::live::{Topic, use_live};
use crate::pages::matter::{Listed, MatterColumn, MatterList};
use crate::pages::parts::{FormMessages, Load, query};
use crate::text::t::package as w;
use crate::ui::{
    ActionForm, Actions, Button, Details, FieldWidth, FileField, FileForm, NavItem, PageTitle, SelectField,
    Status, StatusTag, TextField, choices,
};
use contract::package::{Offer, PackageLine};
use domain::matter::MatterKind;
use leptos::prelude::*;

/// Bytes of the largest package.
const PACKAGE_MOST: usize = domain::package::BYTES_MAX as usize;

/// 学籍档案包
#[component]
pub fn PackagesPage() -> impl IntoView {
    let live = use_live(|| [Topic::Desk]);
    let (which, pupil, after) = (query("box"), query("pupil"), query("after"));
    let ask = ServerAction::<AskPackage>::new();
    let data = Resource::new_blocking(
        move || (which.get(), pupil.get(), after.get(), live.version(), ask.version().get()),
        |(which, pupil, after, ..)| async move {
            let found = packages(which.clone(), pupil.clone(), after.clone()).await?;
            let form = if which == "received" { "package_upload" } else { "packages" };
            Ok((which, pupil, after.is_empty(), found, form_state(form.into()).await?))
        },
    );
    view! {
        <Load data view=move |(which, pupil, first, found, state): (String, String, bool, Packages, FormState)| {
            let received = which == "received";
            let boxes = match found.in_school {
                true => vec![
                    NavItem::new("/packages", w::MADE),
                    NavItem::new("/packages?box=received", w::RECEIVED),
                ],
                false => Vec::new(),
            };
            let here = if received { "/packages?box=received" } else { "/packages" };
            let caption = if received { w::RECEIVED } else { w::MADE };
            let form = match (found.may_handle, received) {
                (true, true) => upload(&state, found.by_directory).into_any(),
                (true, false) => offer(&found.offers, &pupil, &state, ask).into_any(),
                _ => ().into_any(),
            };
            let address = |after: Option<&str>| {
                let base = if received { "/packages?box=received" } else { "/packages" };
                let mark = if received { '&' } else { '?' };
                after.map_or_else(|| base.to_owned(), |after| format!("{base}{mark}after={after}"))
            };
            let prev = (!first).then(|| address(None));
            let next = found.page.next.map(|after| address(Some(&after.to_string())));
            let lead = if found.in_school { w::LEAD } else { w::LEAD_AUTHORITY };
            let has_errors = state.has_errors();
            view! {
                <PageTitle title=w::TITLE has_errors/>
                <p class="lead">{lead}</p>
                <FormMessages state/>
                <MatterList
                    caption
                    columns=columns(received)
                    rows=found.page.rows
                    none=w::NONE
                    none_next=w::NONE_NEXT
                    kind=MatterKind::Package
                    boxes
                    here
                    prev
                    next
                />
                {form}
            }
        }/>
    }
}

/// The tag of a package's state.
pub(crate) fn status_of(state: &str) -> Status {
    match state {
        "asked" | "received" => Status::Waiting,
        "proposed" => Status::InProgress,
        "released" | "accepted" => Status::Done,
        _ => Status::Withdrawn,
    }
}

impl Listed for PackageLine {
    fn href(&self) -> String {
        format!("/packages/{}", self.id)
    }

    fn highlight(&self) -> bool {
        self.my_turn
    }
}

fn columns(received: bool) -> Vec<MatterColumn<PackageLine>> {
    vec![
        MatterColumn::new(w::NUMBER, |row| row.number.clone().into_any()),
        MatterColumn::new(w::NAME, |row| row.name.clone().into_any()),
        MatterColumn::new(if received { w::FROM } else { w::TO }, |row| row.other.clone().into_any()),
        MatterColumn::new(w::STATE, |row| {
            let label = Some(row.state_label.clone());
            view! { <StatusTag status=status_of(&row.state) label/> }.into_any()
        }),
        MatterColumn::new(w::AT, |row| moment(row.at).into_any()),
        MatterColumn::new(w::EXPIRES, |row| row.expires_on.map(day).into_any()),
    ]
}

fn offer(
    offers: &[Offer],
    pupil: &str,
    state: &FormState,
    ask: ServerAction<AskPackage>,
) -> impl IntoView + use<> {
    let open = state.has_errors() || !pupil.is_empty();
    let words = |one: &Offer| w::offer(&one.name, one.kind.label(), &day(one.decided_on), one.to.as_deref());
    let options = choices(offers.iter().map(|offer| (offer.case.to_string(), words(offer))));
    let only = if let [one] = offers { one.case.to_string() } else { String::new() };
    let graduate = offers.iter().any(|offer| offer.to.is_none());
    let (state, pupil) = (state.clone(), pupil.to_owned());
    let none = offers.is_empty();
    view! {
        <Details summary=w::ASK open>
            <p class="hint">{w::ASK_LEAD}</p>
            {if none {
                view! { <p>{w::ASK_NONE}</p> }.into_any()
            } else {
                let receiver = graduate.then(|| view! {
                    <TextField
                        name="receiver"
                        label=w::RECEIVER
                        hint=w::RECEIVER_HINT
                        value=state.value("receiver")
                        error=state.error("receiver")
                        width=FieldWidth::W20
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength=10
                    />
                    <TextField
                        name="receiver_name"
                        label=w::RECEIVER_NAME
                        value=state.value("receiver_name")
                        autocomplete="off"
                        maxlength=60
                    />
                });
                view! {
                    <ActionForm action=ask attr:class="stack" attr:novalidate=true>
                        <input type="hidden" name="pupil" value=pupil.clone()/>
                        <SelectField
                            name="case"
                            label=w::CASE
                            options=options.clone()
                            value=state.value_or("case", &only)
                            error=state.error("case")
                            required=true
                        />
                        {receiver}
                        <Actions><Button>{w::ASK_DO}</Button></Actions>
                    </ActionForm>
                }
                .into_any()
            }}
        </Details>
    }
}

fn upload(state: &FormState, by_directory: bool) -> impl IntoView + use<> {
    let state = state.clone();
    let hint = if by_directory { w::UPLOAD_LEAD_KEYS } else { w::UPLOAD_LEAD };
    let code = (!by_directory).then(|| {
        view! {
            <TextField
                name="fingerprint"
                label=w::FINGERPRINT
                hint=w::FINGERPRINT_HINT
                value=state.value("fingerprint")
                error=state.error("fingerprint")
                autocomplete="off"
                width=FieldWidth::W20
                maxlength=60
                required=true
            />
        }
    });
    view! {
        <Details summary=w::UPLOAD open=state.has_errors()>
            <p class="hint">{hint}</p>
            <FileForm action="/api/receive_package" most=PACKAGE_MOST>
                <FileField name="file" label=w::FILE hint=w::FILE_HINT error=state.error("file") accept=".xjdab" required=true/>
                <TextField
                    name="passphrase"
                    label=w::PASSPHRASE
                    error=state.error("passphrase")
                    autocomplete="off"
                    width=FieldWidth::W20
                    maxlength=60
                    required=true
                />
                {code}
                <Actions><Button>{w::UPLOAD_DO}</Button></Actions>
            </FileForm>
        </Details>
    }
}
