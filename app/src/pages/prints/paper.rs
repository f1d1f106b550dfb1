//! A document as it lies on paper: an A4 sheet, or the two faces of a card. Drawn from the same description as the PDF.

use crate::api::moment;
use crate::text::t::prints as w;
use contract::printout::PrintView;
use domain::print::{FactGroup, HandBox, ListTable, Paper, Slip, Style};
use leptos::prelude::*;

/// Values longer than this (in characters) take a whole line.
const SHORT: usize = 14;

/// The paper of a sheet.
pub(super) fn paper(sheet: &PrintView) -> AnyView {
    match sheet.line.kind.paper() {
        Paper::A4 => a4(sheet).into_any(),
        Paper::Card => card(sheet).into_any(),
    }
}

fn a4(sheet: &PrintView) -> impl IntoView + use<> {
    let document = sheet.document.clone();
    let groups = document.groups.iter().map(group).collect_view();
    let list = document.list.as_ref().map(|list| table(list, &document.title));
    let paragraphs = document.paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let signatures = document.signatures.into_iter().map(|who| view! { <p>{who}"："</p> }).collect_view();
    let class = match document.style {
        Style::Form => "paper",
        Style::Letter => "paper paper-letter",
        Style::Certificate => "paper paper-certificate",
    };
    let addressee = (!document.addressee.is_empty())
        .then(|| view! { <p class="paper-addressee">{document.addressee.clone()}"："</p> });
    let boxes = document.boxes.iter().map(hand_box).collect_view();
    let closing = closing(&document.closing);
    let cut_off = document.slip.as_ref().map(|one| slip(one, sheet));
    let printed = w::printed(&document.unit, &sheet.line.by, &moment(sheet.line.at));
    view! {
        <article class=class aria-labelledby="paper-title">
            <header class="paper-head">
                <div>
                    <p class="paper-unit">{document.unit.clone()}</p>
                    <h2 id="paper-title" class="paper-title">{document.title.clone()}</h2>
                    {stamp(sheet)}
                </div>
                {symbol(sheet)}
            </header>
            {addressee}
            {groups}
            {list}
            {boxes}
            <div class="paper-text">{paragraphs}</div>
            {closing}
            <div class="paper-signatures">{signatures}</div>
            {cut_off}
            <footer class="paper-foot">
                <p>{w::NUMBER}" "{sheet.line.number.clone()}"　"{w::CODE}" "{sheet.code.clone()}</p>
                <p>{printed}</p>
                <p>{w::CHECK_AT}" "{sheet.verify_at.clone()}</p>
            </footer>
        </article>
    }
}

/// What somebody writes by hand: whose it is, what stands there already, room, and who signs.
fn hand_box(one: &HandBox) -> impl IntoView + use<> {
    let lines =
        (0..one.lines).map(|_| view! { <p class="paper-blank" aria-hidden="true"></p> }).collect_view();
    let (label, shown) = (one.label.clone(), one.label.clone());
    let (text, last) = (one.text.clone(), one.closing.clone());
    view! {
        <section class="paper-box" aria-label=label>
            <p>{shown}</p>
            <div><p>{text}</p>{lines}<p class="paper-closing">{last}</p></div>
        </section>
    }
}

/// The last lines, at the right.
fn closing(lines: &[String]) -> Option<impl IntoView + use<>> {
    let shown = lines.iter().cloned().map(|line| view! { <p>{line}</p> }).collect_view();
    (!lines.is_empty()).then(|| view! { <div class="paper-closing">{shown}</div> })
}

/// What is cut off, below a dashed line.
fn slip(one: &Slip, sheet: &PrintView) -> impl IntoView + use<> {
    let facts = one
        .facts
        .iter()
        .cloned()
        .map(|(label, value)| view! { <div class="paper-fact paper-fact-wide"><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view();
    let paragraphs = one.paragraphs.iter().cloned().map(|text| view! { <p>{text}</p> }).collect_view();
    let symbol = one.symbol.then(|| symbol(sheet));
    let (title, shown, last) = (one.title.clone(), one.title.clone(), closing(&one.closing));
    view! {
        <section class="paper-slip" aria-label=title>
            <div class="paper-head"><h3>{shown}</h3>{symbol}</div>
            <dl class="paper-facts">{facts}</dl>
            <div class="paper-text">{paragraphs}</div>
            {last}
        </section>
    }
}

fn symbol(sheet: &PrintView) -> impl IntoView + use<> {
    let svg = sheet.symbol_svg.clone();
    view! { <div class="paper-symbol" role="img" aria-label=w::SYMBOL inner_html=svg></div> }
}

/// That the sheet was taken back, for whoever prints it all the same.
fn stamp(sheet: &PrintView) -> impl IntoView + use<> {
    sheet.line.revoked.is_some().then(|| view! { <p class="paper-void">{w::REVOKED}</p> })
}

fn group(group: &FactGroup) -> impl IntoView + use<> {
    let heading = (!group.heading.is_empty()).then(|| view! { <h3>{group.heading.clone()}</h3> });
    let short = |value: &str| value.chars().count() <= SHORT;
    let mut facts = group.facts.iter().peekable();
    let mut rows = Vec::new();
    // Two short ones stand side by side; everything else has the line for itself, as in the PDF.
    while let Some((label, value)) = facts.next() {
        let beside = facts.next_if(|(_, next)| short(value) && short(next));
        let class = if beside.is_some() { "paper-fact" } else { "paper-fact paper-fact-wide" };
        for (label, value) in
            std::iter::once((label, value)).chain(beside.map(|(label, value)| (label, value)))
        {
            let (label, value) = (label.clone(), value.clone());
            rows.push(view! { <div class=class><dt>{label}</dt><dd>{value}</dd></div> });
        }
    }
    view! { <section class="paper-group">{heading}<dl class="paper-facts">{rows}</dl></section> }
}

fn table(list: &ListTable, title: &str) -> impl IntoView + use<> {
    let heading = (!list.heading.is_empty()).then(|| view! { <h3>{list.heading.clone()}</h3> });
    let name = if list.heading.is_empty() { title.to_owned() } else { list.heading.clone() };
    let columns =
        list.columns.iter().cloned().map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    let rows = list
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().cloned().map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <section class="paper-group">
            {heading}
            <div class="paper-list" role="group" aria-label=name tabindex="0">
                <table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
}

fn card(sheet: &PrintView) -> impl IntoView + use<> {
    let document = sheet.document.clone();
    let facts = document
        .groups
        .into_iter()
        .flat_map(|group| group.facts)
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view();
    let paragraphs = document.paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let signatures = document.signatures.into_iter().map(|who| view! { <p>{who}</p> }).collect_view();
    let file = sheet.person.zip(sheet.photo);
    let photo = match file.map(|(person, file)| format!("/files/pupils/{person}/{file}")) {
        Some(src) => view! { <img class="id-card-photo" src=src alt=w::PHOTO/> }.into_any(),
        None => view! { <p class="id-card-photo">{w::PHOTO}</p> }.into_any(),
    };
    view! {
        <article class="paper-card" aria-labelledby="paper-title">
            <section class="id-card" aria-label=w::FRONT>
                <p class="id-card-unit">{document.unit}</p>
                <h2 id="paper-title" class="id-card-title">{document.title}</h2>
                <div class="id-card-body">
                    {photo}
                    <dl>{facts}</dl>
                    {symbol(sheet)}
                </div>
                {stamp(sheet)}
            </section>
            <section class="id-card id-card-back" aria-label=w::BACK_FACE>
                <div>{paragraphs}</div>
                <div class="id-card-foot">
                    <div>
                        <p>{w::NUMBER}" "{sheet.line.number.clone()}</p>
                        <p>{w::CODE}" "{sheet.code.clone()}</p>
                        <p>{w::CHECK_AT}" "{sheet.verify_at.clone()}</p>
                        <p>{w::ISSUED_ON}" "{moment(sheet.line.at)}</p>
                    </div>
                    <div class="id-card-seal">{signatures}</div>
                </div>
            </section>
        </article>
    }
}
