//! 孩子的档案目录: which papers and entries the own child's archive holds, school year by school year (第七条).

use crate::api::day;
use crate::api::guardian::my::my_archive;
use crate::language::{Language, here, in_chinese, name, plainly};
use crate::live::{Topic, use_live};
use crate::pages::parts::{Load, param};
use crate::text::t::{guardian as w, portal as p};
use crate::ui::{
    BackLink, Cell, DataTable, Empty, PageTitle, Row, RowHeader, Section, SummaryList, SummaryRow, columns,
    keyed, official,
};
use contract::archive::{ArchiveContents, ContentsYear};
use domain::archive::Category;
use domain::archive::contents::Held;
use leptos::prelude::*;

/// 孩子的档案目录
#[component]
pub fn MyArchivePage() -> impl IntoView {
    let id = param("id");
    let live = use_live(move || Topic::pupil(&id.get()));
    let data = Resource::new_blocking(move || (id.get(), live.version()), |(id, _)| my_archive(id));
    view! {
        <Load data view=|found: ArchiveContents| {
            let built = found.archive_built.map_or_else(|| w::ARCHIVE_NOT_BUILT.to_owned(), day);
            let years = if found.years.is_empty() {
                view! { <Empty title=w::ARCHIVE_EMPTY><p>{w::ARCHIVE_EMPTY_NEXT}</p></Empty> }.into_any()
            } else {
                keyed(found.years, |year| year.year.clone(), year).into_any()
            };
            view! {
                <BackLink href=format!("/my/{}", found.id)/>
                <PageTitle title=w::ARCHIVE_TITLE caption=Some(found.name)/>
                <p class="lead">{w::ARCHIVE_LEAD}</p>
                <SummaryList>
                    <SummaryRow term=w::SCHOOL>{in_chinese(found.school)}</SummaryRow>
                    <SummaryRow term=w::CLASS>{in_chinese(found.class_label)}</SummaryRow>
                    <SummaryRow term=w::ARCHIVE_BUILT>{built}</SummaryRow>
                </SummaryList>
                {years}
            }
        }/>
    }
}

/// A category; in Chinese with its number in the article.
fn category_name(category: Category) -> String {
    match here() {
        Language::Chinese => crate::text::t::archive::category(category),
        Language::English => name(&category).to_owned(),
    }
}

fn year(year: ContentsYear) -> impl IntoView {
    let ContentsYear { year, held } = year;
    let id = format!("year-{}", year.chars().take(4).collect::<String>());
    let rows = held
        .into_iter()
        .map(|Held { category, what, on, held_as, school, .. }| {
            view! {
                <Row>
                    <RowHeader>{official(&what)}</RowHeader>
                    <Cell label=p::CATEGORY>{category_name(category)}</Cell>
                    <Cell label=p::FILED_ON>{day(on)}</Cell>
                    <Cell label=w::HELD_AS>{plainly(&held_as)}</Cell>
                    <Cell label=w::SCHOOL>{in_chinese(school)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let headings = columns([p::PAPER, p::CATEGORY, p::FILED_ON, w::HELD_AS, w::SCHOOL]);
    let caption = year.clone();
    view! {
        <Section id title=year>
            <DataTable caption caption_hidden=true columns=headings>{rows}</DataTable>
        </Section>
    }
}
