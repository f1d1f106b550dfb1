//! The old value beside the new.
use super::table::Column;
use super::{Cell, DataTable, Row, RowHeader, text_value};
use crate::text::t;
use leptos::prelude::*;

/// What a correction would change: a table of field, old, new. The children are [`CompareRow`]s.
#[component]
pub fn Compare(
    /// What is compared.
    #[prop(into)]
    caption: String,
    /// The caption is heard, not seen (a heading above says the same).
    #[prop(optional)]
    caption_hidden: bool,
    /// Heading of a fourth column for deciding field by field; its content is the rows' children.
    #[prop(optional, into)]
    decision: Option<String>,
    children: Children,
) -> impl IntoView {
    let mut columns = super::columns([t::data::FIELD, t::data::OLD, t::data::NEW]);
    columns.extend(decision.map(Column::new));
    view! {
        <div class="compare">
            <DataTable caption=caption caption_hidden=caption_hidden columns=columns>
                {children()}
            </DataTable>
        </div>
    }
}

/// One field of a [`Compare`]: `th`, `td` › `del`, `td` › `ins`, and a further `td` with the children.
#[component]
pub fn CompareRow(
    /// The item (项目).
    #[prop(into)]
    field: String,
    /// Empty means that nothing was recorded.
    #[prop(optional, into)]
    old: String,
    /// The value it would have; empty when it would have none.
    #[prop(optional, into)]
    new: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let shown =
        |value: String| text_value(if value.is_empty() { t::data::EMPTY_VALUE.to_owned() } else { value });
    view! {
        <Row>
            <RowHeader>{field}</RowHeader>
            <Cell label=t::data::OLD><del class="compare-old">{shown(old)}</del></Cell>
            <Cell label=t::data::NEW><ins class="compare-new">{shown(new)}</ins></Cell>
            {children.map(|children| view! { <Cell>{children()}</Cell> })}
        </Row>
    }
}
